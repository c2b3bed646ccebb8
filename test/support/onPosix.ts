type Test = (this: Mocha.Context) => void | Promise<void>;

/**
 * `it` and `describe` for tests that only a POSIX system can run. On Windows they are skipped, with the reason behind the name: `why` ends
 * the sentence "not on Windows: ...".
 */
export function onPosix(why: string): {
  readonly it: (name: string, test: Test) => void;
  readonly describe: (name: string, tests: () => void) => void;
} {
  const isWindows = process.platform === 'win32';
  const named = (name: string) => `${name} (not on Windows: ${why})`;
  return {
    it: (name, test) => void (isWindows ? it.skip(named(name), test) : it(name, test)),
    describe: (name, tests) => void (isWindows ? describe.skip(named(name), tests) : describe(name, tests)),
  };
}
