// Runs everything, part by part, and ends with one line of totals. `npm test` installs what is missing first.
import { spawn } from 'node:child_process';
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

/** Shows what a part prints while it runs, and reads it when it has ended. */
async function runPart(name: string): Promise<PartResult> {
  console.log(`\n### npm run ${name}`);
  const started = performance.now();
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
    process.stdout.write(chunk);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const count = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0);
  return {
    name,
    ok: status === 0,
    passed: count('passing'),
    failed: count('failing'),
    skipped: count('pending'),
    failures: output.match(/^\s*\d+ failing\n[\s\S]*/m)?.[0].slice(0, 4000) ?? '',
    seconds: (performance.now() - started) / 1000,
  };
}

const results: PartResult[] = [];
for (const name of parts) results.push(await runPart(name));
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
