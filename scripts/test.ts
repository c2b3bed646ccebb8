// Runs everything, part by part, and ends with one line of totals. `npm test` installs what is missing first.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { browserHere } from '../tools/browserHere.mjs';
import { npmProgram } from './npmProgram.mjs';
import { type TestPart, testParts } from './testParts.ts';

interface PartResult {
  readonly name: string;
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The parts that cannot run on this machine, with the reasons. */
  readonly leftOut: readonly string[];
  /** Mocha's words about each failing test: its name and its error. */
  readonly failures: string;
  readonly seconds: number;
}

/** Shows what a part prints while it runs, and keeps the text until the part has ended. */
async function runPart({ name, args, leftOut, runs }: TestPart): Promise<PartResult> {
  console.log(`\n### npm run ${[name, ...args].join(' ')}`);
  for (const sentence of leftOut) console.log(`Left out here: ${sentence}`);
  if (!runs) return { name, ok: true, passed: 0, failed: 0, skipped: 0, leftOut, failures: '', seconds: 0 };
  const started = performance.now();
  const [npm, ...first] = npmProgram();
  const child = spawn(npm, [...first, 'run', '--silent', name, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
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
    leftOut: [...leftOut, ...[...output.matchAll(/^Left out here: (.*)$/gm)].map(([, sentence = '']) => sentence)],
    failures: output.match(/^\s*\d+ failing\n[\s\S]*/m)?.[0].slice(0, 4000) ?? '',
    seconds: (performance.now() - started) / 1000,
  };
}

const results: PartResult[] = [];
const { platform, arch } = process;
for (const part of testParts({ platform, arch, hasBrowser: browserHere() !== undefined }))
  results.push(await runPart(part));
for (const { name, failures } of results) if (failures) console.log(`\n### Failed in ${name}\n${failures.trimEnd()}`);
console.log('\n### Summary');
for (const { name, ok, passed, failed, skipped, leftOut, seconds } of results) {
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${passed} passing, ${failed} failing, ${skipped} pending, ${seconds.toFixed(1)} s`,
  );
  for (const sentence of leftOut) console.log(`       ${name} left out: ${sentence}`);
}
// A part may fail without a failing test, by a type error or a crash. That counts as one failure.
const failures = results.reduce((sum, result) => sum + (result.ok ? 0 : Math.max(1, result.failed)), 0);
const total = (pick: (result: PartResult) => number) => results.reduce((sum, result) => sum + pick(result), 0);
console.log(
  `${total((result) => result.passed)} passed, ${failures} failed, ${total((result) => result.skipped)} skipped`,
);
process.exitCode = failures > 0 ? 1 : 0;
