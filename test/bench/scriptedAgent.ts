import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../src/core/json.ts';
import { listAt } from '../../src/core/jsonRead.ts';
import type { McpSession } from '../support/mcpSession.ts';

/** What came of one task. */
export interface Mended {
  /** True where the comparison with HEAD says that the prompt is better by more than noise. */
  readonly isMended: boolean;
  /** Shares of the rows that pass. */
  readonly before: number;
  readonly after: number;
  /** USD that the server counts, at the prices that it was given. */
  readonly dollars: number;
}

export interface AgentCounts {
  calls: number;
  refusals: number;
  /** Characters of all answers, as the agent reads them. */
  read: number;
  longest: number;
}

/** Calls to models that the agent allows for one search. */
const searchCalls = 300;

/**
 * An agent without a model: it follows the loop of the skill by rule, and can do nothing but call our tools and edit text. It works in a
 * repository whose suite has a prompt with a fault.
 */
export class ScriptedAgent {
  readonly #session: McpSession;
  readonly #folder: string;
  readonly #reflect: string;
  readonly counts: AgentCounts = { calls: 0, refusals: 0, read: 0, longest: 0 };

  constructor(session: McpSession, folder: string, reflect: string) {
    this.#session = session;
    this.#folder = folder;
    this.#reflect = reflect;
  }

  async mend(suite: string): Promise<Mended> {
    const leftAtFirst = Number((await this.#use('estimate_run', { suite }))['leftToday']);
    const first = await this.#ended(await this.#use('run_evals', { suite }));
    const before = passRate(first);
    const found = await this.#search(suite);
    if (found === undefined) return { isMended: false, before, after: before, dollars: await this.#spent(leftAtFirst) };
    this.#apply(found);
    const { errors } = await this.#use('check_file', { file: 'prompt.prompt' });
    const after = errors === 0 ? passRate(await this.#ended(await this.#use('run_evals', { suite }))) : before;
    const compared = await this.#compared();
    const isBetter = listAt(compared, 'noise').some((each) => JSON.stringify(each).includes('"isMoreThanNoise":true'));
    const isMended = isBetter && Number(compared['better']) > Number(compared['worse']);
    if (!isMended) this.#git('checkout', '-q', '--', 'prompt.prompt');
    return { isMended, before, after, dollars: await this.#spent(leftAtFirst) };
  }

  /** The patch of a wording that is proven; undefined where none is. */
  async #search(suite: string): Promise<string | undefined> {
    const asked = { suite, reflect: this.#reflect, max_calls: searchCalls, wait_seconds: 20 };
    let answer = await this.#use('improve_prompt', asked);
    while (answer['state'] === 'running')
      answer = await this.#use('improve_prompt', { suite, run: String(answer['run']), wait_seconds: 20 });
    const [start = '', end = ''] = String(answer['marks']).split(' ');
    return answer['isProven'] === true ? String(answer['patch']).replace(start, '').replace(end, '') : undefined;
  }

  async #ended(run: JsonObject): Promise<JsonObject> {
    let state = run;
    while (state['state'] === 'running')
      state = await this.#use('read_results', { run: String(run['run']), wait_seconds: 20 });
    return state;
  }

  async #compared(): Promise<JsonObject> {
    let answer = await this.#use('compare_versions', {});
    while (answer['state'] === 'running')
      answer = await this.#use('compare_versions', { comparison: String(answer['comparison']), wait_seconds: 20 });
    return answer;
  }

  async #spent(leftAtFirst: number): Promise<number> {
    return leftAtFirst - Number((await this.#use('estimate_run', { suite: 'suite.eval.yaml' }))['leftToday']);
  }

  #apply(patch: string): void {
    writeFileSync(path.join(this.#folder, 'the.patch'), patch);
    this.#git('apply', 'the.patch');
  }

  #git(...args: readonly string[]): void {
    execFileSync('git', [...args], { cwd: this.#folder, stdio: 'ignore' });
  }

  async #use(tool: string, given: JsonObject): Promise<JsonObject> {
    const result = await this.#session.call(tool, given);
    const length = JSON.stringify(result['structuredContent'] ?? result).length;
    this.counts.calls++;
    this.counts.read += length;
    this.counts.longest = Math.max(this.counts.longest, length);
    if (result['isError'] !== true) return JSON.parse(JSON.stringify(result['structuredContent']));
    this.counts.refusals++;
    throw new Error(`${tool}: ${JSON.stringify(result['content'])}`);
  }
}

function passRate(run: JsonObject): number {
  const passed = listAt(run, 'targets').reduce<number>((sum, target) => sum + numberAt(target, 'passed'), 0);
  return passed / Number(run['cells']);
}

function numberAt(value: unknown, key: string): number {
  return Number(Object.entries(Object(value)).find(([name]) => name === key)?.[1]);
}
