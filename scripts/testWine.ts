// Tries Polyprompt with the Windows build of Node under Wine: unit tests, tests of the command line, and the main jobs beside the same on
// this machine. `npm run test:wine [-- unit | cli | jobs | FILE.test.ts ...]`
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openWine, type Wine, whyNoWine } from '../tools/wine/wine.ts';
import { compareJobs } from './wineJobs.ts';

const root = path.resolve(import.meta.dirname, '..');
const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');

interface Figures {
  readonly name: string;
  readonly figures: string;
  readonly isRight: boolean;
}

/** Programs take longer to start there, so the time limits are longer. */
async function runTests(wine: Wine, name: string, files: readonly string[]): Promise<Figures> {
  const started = performance.now();
  const flags = ['--no-config', '--extension', 'ts', '--forbid-only', '--fail-zero', '--timeout', '180000'];
  const args = [wine.paths.toWindows(mocha), ...flags, '--reporter', 'spec', ...files];
  let shown = 0;
  const { code, stdout, stderr } = await wine.node(args, {
    cwd: root,
    onStdout: (text) => {
      process.stdout.write(text.slice(shown));
      shown = text.length;
    },
  });
  process.stdout.write(stdout.slice(shown));
  const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(stdout)?.[1] ?? 0);
  if (code !== 0 && count('failing') === 0) console.log(stderr.slice(-4000));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  return {
    name,
    figures: `${count('passing')} passing, ${count('failing')} failing, ${count('pending')} skipped, ${seconds} s`,
    isRight: code === 0,
  };
}

async function runJobs(wine: Wine): Promise<Figures> {
  const { equal, different } = await compareJobs(wine);
  return { name: 'jobs', figures: `${equal} equal, ${different} different`, isRight: different === 0 };
}

const parts: Readonly<Record<string, (wine: Wine) => Promise<Figures>>> = {
  unit: (wine) => runTests(wine, 'unit', ['test/unit/**/*.test.ts']),
  cli: (wine) => runTests(wine, 'cli', ['test/cli/**/*.test.ts']),
  jobs: runJobs,
};

async function runChosen(wine: Wine, words: readonly string[]): Promise<readonly Figures[]> {
  const files = words.filter((word) => word.endsWith('.test.ts'));
  const named = words.filter((word) => !files.includes(word));
  const unknown = named.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is neither ${Object.keys(parts).join(', ')} nor a test file`);
  const results = files.length === 0 ? [] : [await runTests(wine, 'files', files)];
  for (const [name, run] of Object.entries(parts))
    if (words.length === 0 || named.includes(name)) {
      console.log(`\n### ${name} under Wine`);
      results.push(await run(wine));
    }
  return results;
}

async function main(words: readonly string[]): Promise<void> {
  const why = whyNoWine();
  if (why !== undefined) throw new Error(why);
  const wine = await openWine();
  try {
    const results = await runChosen(wine, words);
    console.log('\n### Summary');
    for (const { name, figures, isRight } of results)
      console.log(`${isRight ? 'ok    ' : 'FAILED'} ${name.padEnd(6)} ${figures}`);
    if (results.some(({ isRight }) => !isRight)) process.exitCode = 1;
  } finally {
    await wine.close();
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`[wine] ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
