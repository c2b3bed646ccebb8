import { executeCells, type RunHandle } from '../../src/core/execute/execute.ts';
import type { ExecuteContext } from '../../src/core/execute/executeContext.ts';
import { cellsToResume, roundsToGoOn } from '../../src/core/execute/resume.ts';
import { defined } from '../../src/core/jsonRead.ts';
import type { Message, ModelCall, ModelEvent, ToolCall, ToolDefinition } from '../../src/core/messages.ts';
import { planRun } from '../../src/core/plan/plan.ts';
import type { CallReply } from '../../src/core/run/callReply.ts';
import type { CellState } from '../../src/core/run/cellState.ts';
import type { Conversation } from '../../src/core/run/conversation.ts';
import type { RunEvent, RunPlan } from '../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../src/core/run/state.ts';
import { defaultMaxTurns, type ToolLoop, type ToolRule } from '../../src/core/tools/toolSettings.ts';
import { InstantClock } from './fakeClock.ts';
import { quietEnvironment } from './sessionContext.ts';
import { answeringRegistry } from './suiteRun.ts';

export const model = 'test/m';

/** A tool that takes a city. */
export const weather: ToolDefinition = {
  name: 'weather',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** A rule that answers every call of a tool with a value. */
export const always = (tool: string, value: string | number): ToolRule => ({
  tool,
  answer: { type: 'result', value },
});

/** A model's answer that calls a tool for each of these cities. */
export const calls = (...cities: readonly string[]): ModelEvent[] => [
  ...cities.map((city) => ({ type: 'tool-call' as const, id: `c-${city}`, name: 'weather', input: { city } })),
  ...end('tool-calls'),
];

export const says = (text: string): ModelEvent[] => [{ type: 'text', text }, ...end('stop')];

const end = (finishReason: 'stop' | 'tool-calls'): ModelEvent[] => [
  { type: 'usage', usage: { inputTokens: 10, outputTokens: 5 } },
  { type: 'done', finishReason },
];

interface ToolRunOptions {
  /** What the model says in each of its turns; the last one repeats. */
  readonly turns: readonly (readonly ModelEvent[])[];
  readonly loop?: Partial<ToolLoop>;
  readonly conversation?: Conversation;
  /** What the model says that plays the user, one after the other; the last one repeats. */
  readonly user?: readonly (readonly ModelEvent[])[];
  readonly tools?: readonly ToolDefinition[];
  readonly context?: Partial<ExecuteContext>;
  readonly parameters?: RunPlan['targets'][number]['parameters'];
  onCall?(call: ModelCall): void;
  /** Called before anything is asked. */
  onStart?(handle: RunHandle): void;
  /** What a person makes of a call that nothing answers; undefined stops the cell. Without it nobody is there. */
  readonly person?: (call: ToolCall) => CallReply | undefined;
  /** The run that goes on, as its journal tells it. */
  readonly from?: readonly RunEvent[];
}

export interface ToolRun {
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly cell: CellState;
  /** The conversation of each request, in their order. */
  readonly sent: readonly (readonly Message[])[];
  /** The questions to the model that plays the user. */
  readonly askedUser: readonly (readonly Message[])[];
}

/** Runs one cell whose model says these things, however often it is asked: what it says depends on how far the conversation is. */
export async function runTools(options: ToolRunOptions): Promise<ToolRun> {
  const { turns, tools = [weather], from, context = {} } = options;
  const sent: (readonly Message[])[] = [];
  const askedUser: (readonly Message[])[] = [];
  const registry = answeringRegistry((name, messages, call) => {
    options.onCall?.(call);
    const isUser = name === 'user';
    (isUser ? askedUser : sent).push(messages);
    // For the model that plays the user its own earlier words are the assistant's, and the prompt is one of them.
    const said = messages.filter(({ role }) => role === 'assistant').length - (isUser ? 1 : 0);
    const script = isUser ? (options.user ?? []) : turns;
    return script[Math.min(said, script.length - 1)] ?? [];
  });
  const events: RunEvent[] = from ? [...from] : [{ type: 'run-started', at: 0, ...planOf(options, tools) }];
  const before = stateOf(events);
  const cells = cellsToResume(before);
  const handle = executeCells(
    {
      registry,
      environment: quietEnvironment(new InstantClock()),
      catalog: { entries: new Map([model, 'test/user'].map((id) => [id, { id, price: { input: 1, output: 2 } }])) },
      lanes: { start: 4, max: 4 },
      emit: (event) => {
        events.push(event);
        if (event.type === 'tool-awaited') setImmediate(() => answer(event.cell, event.call));
      },
      isAttended: options.person !== undefined,
      ...context,
    },
    { targets: before.targets, cells, rounds: roundsToGoOn(before, cells) },
  );
  options.onStart?.(handle);
  const answer = (id: string, call: ToolCall) => {
    const reply = options.person?.(call);
    if (reply) handle.answerCall(id, reply);
    else handle.stopCell(id);
  };
  await handle.ended;
  const state = stateOf(events);
  const [cell] = Object.values(state.cells);
  if (!cell) throw new Error('the plan has one cell');
  return { events, state, cell, sent, askedUser };
}

function planOf(
  { loop = {}, parameters = {}, conversation }: ToolRunOptions,
  tools: readonly ToolDefinition[],
): RunPlan {
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: [{ id: model, model, parameters: { ...parameters, tools } }],
    cases: [
      { caseId: 'c', inputs: { who: 'me' }, messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
    ],
  });
  const whole = { rules: [], maxTurns: defaultMaxTurns, ...loop };
  return { ...plan, cells: plan.cells.map((cell) => ({ ...cell, loop: whole, ...defined({ conversation }) })) };
}

function stateOf(events: readonly RunEvent[]): RunState {
  const state = foldAll(events);
  if (!state) throw new Error('a run begins with a state');
  return state;
}
