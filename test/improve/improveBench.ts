// Runs the bench of prompts with planted faults against the built command line: improve, then the judge of the bench over the results.
// node test/improve/improveBench.ts [--seeds 3] [--calls 300] [--task a05] [--fresh 2000] [--keep FOLDER] [--port]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { polyprompt } from '../cli/commandLine.ts';
import { searchForHeldOutRows } from '../support/heldOutRows.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const data = path.join(
  process.env['POLYPROMPT_CONFORMANCE_DATA'] ?? path.join(root, '..', 'shared', 'data'),
  'improve',
);
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    calls: { type: 'string', default: '300' },
    task: { type: 'string', default: '' },
    fresh: { type: 'string', default: '2000' },
    fail: { type: 'string', default: '0' },
    keep: { type: 'string' },
    port: { type: 'boolean', default: false },
  },
});
const folder = values.keep ?? mkdtempSync(path.join(tmpdir(), 'polyprompt-improve-'));
mkdirSync(folder, { recursive: true });
const results = path.join(folder, `results-${values.calls}.jsonl`);

async function runTask(task: string, seed: number, url: string): Promise<number> {
  const work = path.join(folder, `${task}-${seed}-${values.calls}`);
  mkdirSync(work, { recursive: true });
  // Only what a user has; the good prompt stays away, save where it is what is to be ported.
  const prompt = values.port ? 'good.prompt' : 'prompt.prompt';
  cpSync(path.join(data, 'tasks', task, prompt), path.join(work, 'prompt.prompt'));
  for (const name of ['suite.eval.yaml', 'cases.jsonl'])
    cpSync(path.join(data, 'tasks', task, name), path.join(work, name));
  const command = values.port
    ? ['port', 'suite.eval.yaml', '--to', 'openai/literal-2']
    : ['improve', 'suite.eval.yaml'];
  const args = [...command, '--reflect', 'openai/reflector-1', '--endpoint', `openai=${url}`];
  const ended = await polyprompt([...args, '--max-calls', values.calls, '--yes', '--out', 'result.json'], {
    cwd: work,
    env: { OPENAI_API_KEY: 'bench' },
  });
  const file = path.join(work, 'result.json');
  if (!existsSync(file)) console.error(`${task} ${seed}: exit ${ended.code} ${ended.stderr.slice(-300)}`);
  const found = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { accepted: false, calls: { task: 0, reflect: 0 } };
  const { accepted, prompt: offered, claimed, calls } = found;
  const model = values.port ? { model: 'literal-2' } : {};
  writeFileSync(
    results,
    `${JSON.stringify({ task, seed: String(seed), ...model, accepted, prompt: offered, claimed, calls })}\n`,
    {
      flag: 'a',
    },
  );
  return searchForHeldOutRows(path.join(work, '.polyprompt')).seen.length;
}

const server = spawn(process.execPath, [path.join(data, 'ruleModel.mjs'), '--fail', values.fail], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [address] = await once(server.stdout, 'data');
const url = String(address).trim();
writeFileSync(results, '');
const tasks = readdirSync(path.join(data, 'tasks'))
  .filter((task) => task.startsWith(values.task))
  .sort();
let seen = 0;
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  await fetch(`${url}/bench/reset`, { method: 'POST', body: JSON.stringify({ seed: String(seed) }) });
  for (const task of tasks) seen += await runTask(task, seed, url);
}
server.kill();
const judge = spawn(
  process.execPath,
  [path.join(data, 'score.mjs'), '--fresh', values.fresh, '--budget', values.calls, results],
  { stdio: 'inherit' },
);
await once(judge, 'close');
console.log(`held-out rows in requests to the reflecting model: ${seen}`);
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
