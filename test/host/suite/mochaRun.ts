import Mocha from 'mocha';

/** Runs test files inside the extension host; rejects when any fails, so that the host's exit code tells. */
export async function runMocha(files: readonly string[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 30_000, color: false });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const file of files) await import(file);
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
