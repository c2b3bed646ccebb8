// Runs everything, part by part, and ends with one line of totals. `npm test` installs what is missing first.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const parts = [
  'check',
  'test:unit',
  'test:architecture',
  'test:wire',
  'test:conformance',
  'test:cli',
  'test:docs',
  'test:kill',
  'test:host',
  'test:e2e',
] as const;

interface PartResult {
  readonly name: string;
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What mocha says of each failing test: its name and its error. */
  readonly failures: string;
  readonly seconds: number;
}

function runPart(name: string): PartResult {
  console.log(`\n### npm run ${name}`);
  const started = performance.now();
  const result = spawnSync('npm', ['run', '--silent', name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  process.stdout.write(result.stdout);
  const count = (word: string) =>
    [...result.stdout.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
  return {
    name,
    ok: result.status === 0,
    passed: count('passing'),
    failed: count('failing'),
    skipped: count('pending'),
    failures: result.stdout.match(/^\s*\d+ failing\n[\s\S]*/m)?.[0].slice(0, 4000) ?? '',
    seconds: (performance.now() - started) / 1000,
  };
}

const results = parts.map(runPart);
for (const { name, failures } of results) if (failures) console.log(`\n### Failed in ${name}\n${failures.trimEnd()}`);
console.log('\n### Summary');
for (const { name, ok, passed, failed, skipped, seconds } of results) {
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${passed} passing, ${failed} failing, ${skipped} pending, ${seconds.toFixed(1)} s`,
  );
}
// A part may fail without a failing test: a type error, a crash. It counts as one.
const failures = results.reduce((sum, result) => sum + (result.ok ? 0 : Math.max(1, result.failed)), 0);
const total = (pick: (result: PartResult) => number) => results.reduce((sum, result) => sum + pick(result), 0);
console.log(
  `${total((result) => result.passed)} passed, ${failures} failed, ${total((result) => result.skipped)} skipped`,
);
process.exitCode = failures > 0 ? 1 : 0;
