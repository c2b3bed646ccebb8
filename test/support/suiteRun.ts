import type { Suite, SuitePrompt } from '../../src/core/dataset/suite.ts';
import { executeCells } from '../../src/core/execute/execute.ts';
import { SuiteGrader } from '../../src/core/execute/suiteGrader.ts';
import type { ScriptPorts } from '../../src/core/grading/grader.ts';
import type { Message, ModelCall, ModelEvent } from '../../src/core/messages.ts';
import { parseModelRef } from '../../src/core/models/modelRef.ts';
import { planSuite, type SuitePlan } from '../../src/core/plan/planSuite.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import type { ProviderRegistry } from '../../src/core/providers/registry.ts';
import { RunAccumulator, type RunState } from '../../src/core/run/state.ts';
import { InstantClock } from './fakeClock.ts';
import { quietEnvironment } from './sessionContext.ts';

/** Gives a model's answer to the text that it is sent. */
export type Answer = (text: string, model: string, messages: readonly Message[]) => string | readonly ModelEvent[];

export interface SuiteRun {
  readonly state: RunState;
  readonly planned: SuitePlan;
  readonly prompts: readonly SuitePrompt[];
  readonly grader: SuiteGrader;
  /** The requests in their order, as `model: text`. */
  readonly sent: readonly string[];
}

interface RunOptions {
  /** Gives the answers; the text itself unless given. */
  readonly answer?: Answer;
  readonly scripts?: ScriptPorts;
}

/** Runs a suite to its end; every wait is over at once. */
export async function runSuite(
  suite: Suite,
  { answer = (text) => text, scripts = {} }: RunOptions = {},
): Promise<SuiteRun> {
  const texts = new Map<string, string>();
  const prompts = suite.prompts.map((prompt) => listening(prompt, texts));
  const planned = planSuite(
    { ...suite, prompts },
    { runId: '20260101-000000-test', promptVersion: 'v', name: 'suite' },
  );
  const run = new RunAccumulator();
  run.add({ type: 'run-started', at: 0, ...planned.plan });
  const sent: string[] = [];
  const registry = answeringRegistry((model, messages) => {
    const text = texts.get(JSON.stringify(messages)) ?? '';
    sent.push(`${model}: ${text}`);
    return answer(text, model, messages);
  });
  const { targets, cells } = planned.plan;
  const clock = new InstantClock();
  const grader = new SuiteGrader(suite, planned, scripts);
  const handle = executeCells(
    {
      registry,
      catalog: { entries: new Map() },
      environment: quietEnvironment(clock),
      lanes: { start: 4, max: 4 },
      grading: grader,
      cell: (id) => run.cell(id),
      emit: (event) => run.add(event),
    },
    { targets, cells },
  );
  await handle.ended;
  if (!run.state) throw new Error('a run begins with a state');
  return { state: run.state, planned, prompts, grader, sent };
}

/** Remembers the text behind the messages that a prompt renders. */
function listening(prompt: SuitePrompt, texts: Map<string, string>): SuitePrompt {
  return {
    ...prompt,
    render: (vars, options) => {
      const rendered = prompt.render(vars, options);
      texts.set(JSON.stringify(rendered.messages), rendered.text);
      return rendered;
    },
  };
}

/** A registry of one provider, `test`, that answers at once. */
export function answeringRegistry(
  answer: (model: string, messages: readonly Message[], call: ModelCall) => ReturnType<Answer>,
): ProviderRegistry {
  const provider: Provider = {
    id: 'test',
    name: 'Test',
    keyVariables: [],
    keyRequired: false,
    defaultBaseUrl: undefined,
    async *stream(call): AsyncGenerator<ModelEvent> {
      const said = answer(call.model, call.messages, call);
      if (typeof said !== 'string') yield* said;
      else {
        yield { type: 'text', text: said };
        yield { type: 'done', finishReason: 'stop' };
      }
    },
  };
  return {
    get: () => provider,
    list: () => [provider],
    resolve: (id) => ({ provider, ref: parseModelRef(id) ?? { provider: 'test', model: id }, baseUrl: undefined }),
    accessFor: async () => ({
      baseUrl: 'https://test.example',
      key: undefined,
      fetch: () => Promise.reject(new Error('no network')),
      clock: new InstantClock(),
      random: () => 0.5,
      timeouts: { connect: 1, firstByte: 1, idle: 1, total: 1 },
    }),
  };
}
