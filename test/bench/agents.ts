import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainEnvironment } from '../cli/commandLine.ts';
import { gitIn } from '../support/gitFolder.ts';
import { McpSession } from '../support/mcpSession.ts';
import { median, printFigure } from './figure.ts';
import { type AgentCounts, type Mended, ScriptedAgent } from './scriptedAgent.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const data = path.join(
  process.env['POLYPROMPT_CONFORMANCE_DATA'] ?? path.join(root, '..', 'shared', 'data'),
  'improve',
);
const faults = 10;
const starts = 15;
/** USD per million tokens, for the models of the bench, which cost nothing, so that money is counted. */
const price = { input: 0.2, output: 1.2 };

/** A scripted agent on prompts with planted faults, and how soon the server answers. */
export async function benchAgents(): Promise<void> {
  await benchStart();
  if (!existsSync(data)) console.log(`skipped: there are no prompts with planted faults in ${data}`);
  else await benchScriptedAgent();
}

async function benchStart(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'polyprompt-home-'));
  const times: number[] = [];
  for (let index = 0; index < starts; index++) {
    const from = performance.now();
    const session = await McpSession.open({ cwd: path.join(root, 'examples'), env: plainEnvironment(home) });
    times.push(performance.now() - from);
    await session.close();
  }
  rmSync(home, { recursive: true });
  printFigure({
    name: 'polyprompt mcp, start to the first answer, median',
    value: median(times),
    unit: 'ms',
    target: 150,
  });
}

async function benchScriptedAgent(): Promise<void> {
  const server = spawn(process.execPath, [path.join(data, 'ruleModel.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [address] = await once(server.stdout, 'data');
    const tasks = readdirSync(path.join(data, 'tasks'))
      .filter((task) => task.startsWith('a'))
      .sort()
      .slice(0, faults);
    const counts: AgentCounts[] = [];
    const mended: Mended[] = [];
    for (const task of tasks) {
      const { agent, result } = await mendTask(task, String(address).trim());
      counts.push(agent);
      mended.push(result);
      console.log(JSON.stringify({ task, ...result, ...agent }));
    }
    report(mended, counts);
  } finally {
    server.kill();
  }
}

async function mendTask(task: string, url: string): Promise<{ readonly agent: AgentCounts; readonly result: Mended }> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-agent-')));
  const home = mkdtempSync(path.join(tmpdir(), 'polyprompt-home-'));
  // Only what a user has; the good prompt stays away.
  for (const name of ['prompt.prompt', 'suite.eval.yaml', 'cases.jsonl'])
    cpSync(path.join(data, 'tasks', task, name), path.join(folder, name));
  writeFileSync(path.join(home, 'catalog.json'), JSON.stringify(catalog()));
  gitIn(folder, ['init', '-q']);
  gitIn(folder, ['add', '.']);
  gitIn(folder, ['commit', '-qm', 'Start']);
  const session = await McpSession.open({
    cwd: folder,
    env: { ...plainEnvironment(home), OPENAI_API_KEY: 'bench' },
    args: [
      '--endpoint',
      `openai=${url}`,
      '--catalog',
      path.join(home, 'catalog.json'),
      '--max-cost',
      '1',
      '--max-cost-per-day',
      '10',
    ],
  });
  try {
    const agent = new ScriptedAgent(session, folder, 'openai/reflector-1');
    const result = await agent.mend('suite.eval.yaml');
    return { agent: agent.counts, result };
  } finally {
    await session.close();
    rmSync(folder, { recursive: true });
    rmSync(home, { recursive: true });
  }
}

function report(mended: readonly Mended[], counts: readonly AgentCounts[]): void {
  const sum = (of: (each: AgentCounts) => number) => counts.reduce((all, each) => all + of(each), 0);
  const dollars = mended.reduce((all, each) => all + each.dollars, 0);
  const good = mended.filter(({ isMended }) => isMended).length;
  const [calls, read] = [sum((each) => each.calls), sum((each) => each.read)];
  const longest = Math.max(...counts.map((each) => each.longest));
  const tokens = Math.round(read / 4);
  printFigure({
    name: `faults that a scripted agent left, of ${mended.length}`,
    value: mended.length - good,
    unit: 'faults',
    target: 3,
    note: `${calls} calls of tools, ${sum((each) => each.refusals)} refusals, about ${tokens} tokens read, longest answer ${longest} characters, $${dollars.toFixed(2)} at notional prices`,
  });
  printFigure({
    name: 'tokens that a scripted agent reads, per task',
    value: tokens / mended.length,
    unit: 'tokens',
    target: 12_000,
  });
}

/** The models of the bench in a catalog of one's own. */
function catalog(): object {
  const model = (id: string) => ({ id, contextWindow: 100_000, outputLimit: 500, price });
  return { models: [model('openai/literal-1'), model('openai/reflector-1')] };
}
