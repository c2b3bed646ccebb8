/** A part of `npm test` on one machine: a script of package.json, what else it is told, and what it leaves out there. */
export interface TestPart {
  readonly name: string;
  readonly args: readonly string[];
  /** Whole sentences about what is left out. */
  readonly leftOut: readonly string[];
  /** False when no test of the part can run. */
  readonly runs: boolean;
}

export interface TestMachine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** True where there is Chromium, Chrome or Edge. */
  readonly hasBrowser: boolean;
}

const everywhere = [
  'check',
  'test:unit',
  'test:architecture',
  'test:wire',
  'test:conformance',
  'test:cli',
  'test:docs',
  'test:kill',
  'test:host',
].map((name) => ({ name, args: [], leftOut: [], runs: true }));

const noBrowser = 'The panels need Chromium, Chrome or Edge: install one, or set CHROMIUM_PATH to its executable.';
const noServer = 'The workbench (test/e2e/workbench) is a VS Code server that runs on Linux x64 only.';

/** The parts that `npm test` runs on a machine, in this order. */
export function testParts({ platform, arch, hasBrowser }: TestMachine): readonly TestPart[] {
  if (platform === 'linux' && arch === 'x64')
    return [...everywhere, { name: 'test:e2e', args: [], leftOut: [], runs: true }];
  return [
    ...everywhere,
    {
      name: 'test:e2e',
      args: ['--', '--ignore', 'test/e2e/workbench/**'],
      leftOut: hasBrowser ? [noServer] : [noServer, noBrowser],
      runs: hasBrowser,
    },
  ];
}
