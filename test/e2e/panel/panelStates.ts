import { PolypromptError } from '../../../src/core/errors.ts';
import type { AnswerVerdict, Verdict } from '../../../src/core/grading/verdict.ts';
import type { ToolCall, ToolDefinition } from '../../../src/core/messages.ts';
import type { CellRunEvent, PlannedCell, RunEvent, Target } from '../../../src/core/run/events.ts';
import type { Round, ToolResult, UserTurn } from '../../../src/core/run/round.ts';
import { foldAll } from '../../../src/core/run/state.ts';
import type { ChosenModel, CompareSetup, FormField, HostMessage } from '../../../src/protocol.ts';

type Snapshot = Extract<HostMessage, { type: 'snapshot' }>;

export const models = [
  'openai/gpt-5.6-luna',
  'anthropic/claude-haiku-4-5',
  'google/gemini-3.8-flash',
  'mistral/mistral-medium-2604',
  'simulated/terse',
] as const;

const answers: readonly string[] = [
  'The customer reports a damaged parcel and says that nobody answers the phone.\n\nLabel: damaged\nUrgency: high\n\nSuggested reply: apologise, offer a replacement or a refund, and name one person who will follow up today.',
  'The customer reports a broken parcel, and says that nobody answers the phone or email.\n\nLabel: damaged\nUrgency: high\n\nSuggested reply: apologise, offer a replacement or a full refund, and name one person who will follow up today.',
  'The customer reports a damaged parcel and that support cannot be reached.\n\nLabel: damaged\nUrgency: medium\n\nSuggested reply: apologise and offer a replacement.',
  'The customer reports a damaged parcel and says that nobody answers.\n\nLabel: damaged\nUrgency: high\n\nSuggested reply: apologise, offer a replacement or a refund, and follow up today.',
  'Parcel broken. No answer from support.\nLabel: late delivery',
];

const fields: readonly FormField[] = [
  { name: 'ticket', type: 'string', description: 'What the customer wrote', required: true },
  { name: 'locale', type: 'string', options: ['en', 'de', 'fr'], required: false },
  { name: 'polite', type: 'boolean', required: false },
];

export const setup: CompareSetup = {
  prompt: 'file:///prompts/triage.prompt',
  title: 'triage.prompt',
  models: models.map(chosen),
  fields,
  inputs: { ticket: 'My parcel arrived broken and nobody answers the phone.', locale: 'en', polite: true },
  missing: [],
  repeats: 1,
  kinds: { versions: 1, settings: 1 },
  estimate: 'est. $0.004-0.011',
  trusted: true,
  needsKey: false,
  history: [
    { runId: 'run-1', startedAt: Date.UTC(2026, 10, 20, 9, 41), label: '5 models · ~$0.0039 · 1 failed' },
    { runId: 'run-0', startedAt: Date.UTC(2026, 10, 19, 16, 2), label: '5 models · ~$0.0041' },
  ],
  rows: 0,
};

function chosen(model: string): ChosenModel {
  const [provider = '', label = ''] = model.split('/');
  return {
    model,
    label,
    provider,
    simulated: provider === 'simulated',
    price: '$0.20 in · $1.25 out per 1M',
    keyMissing: false,
  };
}

/** A cell's identity as the tests name it. */
export function cellId(model: string): string {
  return `cell ${model}`;
}

export function runStarted(targets: readonly string[] = models, runId = 'run-1', at: number = Date.now()): RunEvent {
  const cells = targets.map(
    (model): PlannedCell => ({ id: cellId(model), target: model, caseId: 'case', repeat: 0, inputs: {}, messages: [] }),
  );
  const columns = targets.map((model) => ({ id: model, model, parameters: {} }));
  return {
    type: 'run-started',
    at,
    runId,
    prompt: 'triage.prompt',
    promptVersion: '0badcafe',
    targets: columns,
    cells,
  };
}

export function started(model: string, at: number = Date.now()): Extract<CellRunEvent, { type: 'cell-started' }> {
  return { type: 'cell-started', cell: cellId(model), at, target: model, attempt: 1 };
}

export function delta(model: string, text: string): CellRunEvent {
  return { type: 'cell-delta', cell: cellId(model), at: Date.now(), text };
}

type Done = Extract<CellRunEvent, { type: 'cell-done' }>;

export function done(model: string, answer: string, change: Partial<Done> = {}): CellRunEvent {
  return {
    type: 'cell-done',
    cell: cellId(model),
    at: Date.now(),
    target: model,
    model,
    answer,
    toolCalls: [],
    usage: { inputTokens: 412, cachedInputTokens: 300, outputTokens: 187 },
    cost: { amount: 0.0011, basis: 'estimated', atLeast: false },
    servedModel: model.slice(model.indexOf('/') + 1),
    requestId: null,
    finishReason: 'stop',
    rawFinishReason: null,
    timing: { firstTokenMs: 412, totalMs: 1930 },
    attempts: 1,
    warnings: [],
    ...change,
  };
}

export function failed(model: string, error: PolypromptError, partial = ''): CellRunEvent {
  return {
    type: 'cell-failed',
    cell: cellId(model),
    at: Date.now(),
    target: model,
    model,
    error: error.toRecord(),
    partial,
    usage: null,
    cost: null,
    timing: { totalMs: 820 },
    attempts: 1,
  };
}

export const runEnded: RunEvent = { type: 'run-ended', runId: 'run-1', at: 0, outcome: 'done' };

export function snapshotOf(events: readonly RunEvent[], change: Partial<CompareSetup> = {}): Snapshot {
  return { type: 'snapshot', seq: 1, setup: { ...setup, ...change }, run: foldAll(events) ?? null, previous: null };
}

function allDone(): readonly RunEvent[] {
  const [luna, haiku, flash, medium, terse] = models;
  return [
    runStarted(),
    done(luna, answers[0] ?? '', {
      reasoning: 'The ticket speaks of damage first, then of support. Damage decides the label.',
      usage: { inputTokens: 412, cachedInputTokens: 300, outputTokens: 399, reasoningTokens: 212 },
    }),
    done(haiku, answers[1] ?? '', {
      servedModel: 'claude-haiku-4-5-20251001',
      timing: { firstTokenMs: 620, totalMs: 2410 },
      cost: { amount: 0.0009, basis: 'estimated', atLeast: false },
      warnings: [{ field: 'seed', action: 'dropped', message: 'claude-haiku-4-5 takes no seed: it was left out.' }],
    }),
    done(flash, answers[2] ?? '', {
      servedModel: 'gemini-3.8-flash-lite',
      timing: { firstTokenMs: 288, totalMs: 1104 },
    }),
    done(medium, answers[3] ?? '', { cost: null, usage: null, timing: { firstTokenMs: 1210, totalMs: 91_400 } }),
    done(terse, answers[4] ?? '', {
      cost: { amount: 0, basis: 'reported', atLeast: false },
      usage: { inputTokens: 96, outputTokens: 14 },
      timing: { firstTokenMs: 61, totalMs: 240 },
    }),
    runEnded,
  ];
}

function waiting(): readonly RunEvent[] {
  const [luna, haiku, flash, medium, terse] = models;
  const now = Date.now();
  return [
    runStarted(),
    started(luna, now),
    delta(luna, 'The customer reports a damaged parcel and says that'),
    started(haiku, now - 3200),
    started(flash, now),
    {
      type: 'cell-retrying',
      cell: cellId(flash),
      at: now,
      attempt: 1,
      maxAttempts: 5,
      delayMs: 4000,
      error: new PolypromptError('rate-limited', 'Google limits the number of requests per minute.').toRecord(),
    },
    started(medium, now),
    done(terse, answers[4] ?? '', { timing: { firstTokenMs: 61, totalMs: 240 } }),
  ];
}

function endings(): readonly RunEvent[] {
  const [luna, haiku, flash, medium, terse] = models;
  return [
    runStarted(),
    failed(luna, new PolypromptError('invalid-key', 'OpenAI does not accept the API key.', { status: 401 })),
    failed(
      haiku,
      new PolypromptError('incomplete', 'The answer ended before its end marker.'),
      'The customer reports a bro',
    ),
    done(flash, "I can't help with that.", { finishReason: 'refusal' }),
    done(medium, 'The customer reports a damaged parcel and says that nobody answers the phone. They', {
      finishReason: 'length',
    }),
    { type: 'cell-cancelled', cell: cellId(terse), at: 0, target: terse, model: terse, partial: '' },
    runEnded,
  ];
}

function structured(): readonly RunEvent[] {
  const [luna, haiku, flash] = models;
  return [
    runStarted([luna, haiku, flash]),
    done(luna, '{"label":"damaged","urgency":"high","reasons":["arrived broken","no answer"]}'),
    done(
      haiku,
      '```json\n{"urgency": "high", "label": "broken", "reasons": ["arrived broken", "nobody answers", "second ticket"]}\n```',
    ),
    done(flash, '', {
      finishReason: 'tool-calls',
      toolCalls: [
        {
          id: 'call-1',
          name: 'set_label',
          input: { label: 'damaged', urgency: 'high', order: { id: 4711, items: ['mug'] } },
        },
      ],
    }),
    runEnded,
  ];
}

function markdown(): readonly RunEvent[] {
  const [luna, haiku] = models;
  const text =
    '# Triage\n\nThe parcel is **damaged**, see [our policy](https://example.com/returns).\n\n1. Apologise\n2. Offer a *refund*\n\n| field | value |\n|---|---|\n| label | `damaged` |\n\n> Nobody answers.\n\n```json\n{"label": "damaged"}\n```\n\n![photo](https://example.com/photo.png)';
  return [
    runStarted([luna, haiku]),
    done(luna, text),
    done(haiku, 'Plain text with a hidden \u202eoverride\u202c and a zero\u200bwidth space.'),
    runEnded,
  ];
}

/** A round in which tools were called, with what they gave. */
export function roundEvents(
  model: string,
  round: Partial<Round>,
  results: readonly ToolResult[] = [],
  user?: UserTurn,
): readonly RunEvent[] {
  const cell = cellId(model);
  const at = Date.now();
  const whole: Omit<Round, 'results'> = {
    answer: '',
    toolCalls: [],
    usage: { inputTokens: 412, outputTokens: 31 },
    cost: { amount: 0.0003, basis: 'estimated', atLeast: false },
    timing: { firstTokenMs: 310, totalMs: 640 },
    attempts: 1,
    finishReason: 'tool-calls',
    servedModel: null,
    requestId: null,
    ...round,
  };
  return [
    { type: 'cell-round', cell, at, round: whole },
    ...results.map((result): RunEvent => ({ type: 'tool-result', cell, at, result })),
    ...(user ? [{ type: 'user-turn' as const, cell, at, user }] : []),
  ];
}

const findOrder = { id: 'call-1', name: 'find_order', input: { number: '4711', include: ['items', 'parcel'] } };
const refund = { id: 'call-2', name: 'refund', input: { amount: 24.5, order: '4711' } };
const order: ToolResult = {
  id: 'call-1',
  name: 'find_order',
  output: '{"number":"4711","items":["mug"],"parcel":{"state":"damaged"}}',
  by: 'rule',
};

/** Columns that called tools: two that have ended, one of them after a second question, and two that are on their way. */
function rounds(): readonly RunEvent[] {
  const [luna, haiku, flash, , terse] = models;
  const euros: UserTurn = { text: 'And in euros?', by: 'person' };
  const calling = { answer: 'I look up the order first.', toolCalls: [findOrder] };
  return [
    runStarted([luna, haiku, flash, terse]),
    ...roundEvents(luna, { ...calling, reasoning: 'The order says what was in the parcel.' }, [order]),
    ...roundEvents(luna, { toolCalls: [refund] }, [
      { id: 'call-2', name: 'refund', output: '503 try again', isError: true, by: 'script', ms: 20 },
    ]),
    done(luna, 'Your mug arrived broken. The refund of $24.50 could not be made yet; I try again in an hour.', {
      usage: { inputTokens: 1461, outputTokens: 124 },
      cost: { amount: 0.0014, basis: 'estimated', atLeast: false },
      timing: { firstTokenMs: 310, totalMs: 2630 },
    }),
    ...roundEvents(haiku, calling, [order]),
    ...roundEvents(haiku, { answer: 'You get $24.50 back.', finishReason: 'stop' }, [], euros),
    done(haiku, 'That is 22.60 euros at the rate of today.', { timing: { firstTokenMs: 290, totalMs: 2110 } }),
    started(flash),
    ...roundEvents(flash, { toolCalls: [findOrder, refund] }, [order]),
    started(terse),
    ...roundEvents(terse, { toolCalls: [{ ...findOrder, name: 'find_ordr' }], cost: null, usage: null }, [
      { id: 'call-1', name: 'find_ordr', output: 'There is no tool find_ordr.', isError: true, by: 'refused' },
    ]),
    { ...started(terse), round: 2 },
    delta(terse, 'Order 4711: mug'),
  ];
}

const orderTool: ToolDefinition = {
  name: 'find_order',
  outputSchema: {
    type: 'object',
    properties: {
      state: { type: 'string', enum: ['on its way', 'late', 'lost'] },
      total: { type: 'number', description: 'in dollars' },
      paid: { type: 'boolean' },
    },
    required: ['state', 'total'],
  },
};

/** Columns that wait for a person: one whose tool says what it gives back, and one whose tool does not. */
function awaiting(): Snapshot {
  const [luna, haiku, flash] = models;
  const events = [
    runStarted([luna, haiku, flash]),
    started(luna),
    ...roundEvents(luna, { answer: 'I look up the order first.', toolCalls: [findOrder] }),
    started(haiku),
    ...roundEvents(haiku, { toolCalls: [findOrder, refund] }, [order]),
    done(flash, 'Your mug arrived broken.'),
  ];
  const snapshot = snapshotOf(events);
  const { run } = snapshot;
  if (!run) return snapshot;
  const targets = run.targets.map((target) => ({ ...target, parameters: { tools: [orderTool] } }));
  const waiting = (model: string, awaits: ToolCall) => {
    const cell = run.cells[cellId(model)];
    return cell ? { [cell.id]: { ...cell, awaits } } : {};
  };
  const cells = { ...run.cells, ...waiting(luna, findOrder), ...waiting(haiku, refund) };
  return { ...snapshot, run: { ...run, targets, cells } };
}

/** Columns of which all but one have been asked further and can be asked again. */
function followed(): readonly RunEvent[] {
  const [luna, haiku, flash] = models;
  const euros: UserTurn = { text: 'And in euros?', by: 'person' };
  const said = { answer: 'You get $24.50 back.', finishReason: 'stop' as const };
  return [
    runStarted([luna, haiku, flash]),
    ...roundEvents(luna, said, [], euros),
    done(luna, 'That is 22.60 euros.'),
    ...roundEvents(haiku, said, [], euros),
    done(haiku, 'About 22.50 euros, at the rate of today.'),
    failed(flash, new PolypromptError('rate-limited', 'Google limits the number of requests per minute.')),
    runEnded,
  ];
}

/** Answers to a case of a suite: one that passes its checks, one that fails one, and one without an end. */
function checked(): Snapshot {
  const [luna, haiku, flash] = models;
  const pass: Verdict = { outcome: 'pass', score: 1, reason: 'It holds "damaged".' };
  const verdict = (change: Partial<AnswerVerdict>): AnswerVerdict => ({
    outcome: 'pass',
    score: 1,
    reason: 'All checks passed.',
    namedScores: {},
    checks: [pass, { ...pass, reason: 'It has 12 words.' }],
    ...change,
  });
  const graded = (model: string, change: Partial<AnswerVerdict> = {}): RunEvent => ({
    type: 'cell-graded',
    cell: cellId(model),
    at: 0,
    verdict: verdict(change),
  });
  const fail: Verdict = { outcome: 'fail', score: 0, reason: 'It does not hold "damaged".' };
  const failed = { outcome: 'fail', score: 0, reason: fail.reason, checks: [fail, pass] } as const;
  const events = [
    runStarted([luna, haiku, flash]),
    done(luna, 'Label: damaged'),
    graded(luna),
    done(haiku, 'Label: broken'),
    graded(haiku, failed),
    started(flash),
  ];
  const checks = [
    { name: 'contains', value: 'damaged' },
    { name: 'word-count', value: '20' },
  ];
  const people = [{ target: luna, repeat: 0, by: 'Ann', verdict: 'pass' as const, isOwn: true as const }];
  const row = { caseId: 'case', suite: 'triage.eval.yaml', number: 12, description: 'a broken parcel', checks, people };
  return snapshotOf(events, { rows: 60, row });
}

/** A model as the prompt stands and in an older version, three times each: stable where it stands, and still on its way in the other. */
function repeated(): Snapshot {
  const [luna, haiku] = models;
  const older = `${luna} @ HEAD · temperature: 1`;
  const targets: readonly Target[] = [
    { id: luna, model: luna, parameters: {} },
    {
      id: older,
      model: luna,
      parameters: { temperature: 1 },
      version: 'HEAD',
      setting: 'temperature: 1',
      newerId: luna,
    },
    { id: haiku, model: haiku, parameters: {} },
  ];
  const cells = targets.flatMap(({ id }) =>
    [0, 1, 2].map(
      (repeat): PlannedCell => ({
        id: answerId(id, repeat),
        target: id,
        caseId: 'case',
        repeat,
        inputs: {},
        messages: [],
      }),
    ),
  );
  const answer = (target: string, repeat: number, text: string) => ({
    ...done(target, text),
    cell: answerId(target, repeat),
  });
  const plain = runStarted([]);
  const events: readonly RunEvent[] = [
    plain.type === 'run-started' ? { ...plain, targets, cells } : plain,
    answer(luna, 0, '{"label":"damaged","urgency":"high"}'),
    answer(luna, 1, '{"label":"damaged","urgency":"high"}'),
    answer(luna, 2, '{"label":"damaged","urgency":"medium"}'),
    answer(older, 0, 'Label: damaged'),
    answer(older, 1, 'Label: late'),
    { ...started(older), cell: answerId(older, 2), target: older },
    answer(haiku, 0, 'Label: damaged'),
    answer(haiku, 1, 'Label: damaged'),
    answer(haiku, 2, 'label: damaged'),
  ];
  return snapshotOf(events, { repeats: 3, kinds: { versions: 2, settings: 2 } });
}

function answerId(target: string, repeat: number): string {
  return `${cellId(target)} ${repeat}`;
}

/** A route that fell back, a route that asks its second target, and a model with its own variant of the prompt. */
function routed(): readonly RunEvent[] {
  const [luna, haiku] = models;
  const [safe, careful] = ['route:safe', 'route:careful'];
  const tried = { startedMs: 0, timing: { totalMs: 800 }, usage: null, cost: null };
  return [
    withVariant(runStarted([safe, careful, haiku]), haiku, 'short'),
    done(safe, answers[1] ?? '', {
      model: haiku,
      routed: {
        route: safe,
        served: haiku,
        attempts: [
          { ...tried, model: luna, route: safe, reason: 'first', outcome: 'failed' },
          { ...tried, model: haiku, route: safe, reason: 'moved-on', because: 'rate-limit', outcome: 'served' },
        ],
      },
    }),
    started(careful),
    {
      type: 'cell-rerouted',
      cell: cellId(careful),
      at: Date.now(),
      restarts: true,
      ask: { model: haiku, route: careful, reason: 'escalated', because: 'check' },
    },
    done(haiku, answers[1] ?? ''),
  ];
}

function withVariant(event: RunEvent, model: string, variant: string): RunEvent {
  if (event.type !== 'run-started') return event;
  return { ...event, cells: event.cells.map((cell) => (cell.target === model ? { ...cell, variant } : cell)) };
}

/** What the panel can look like, by name. Made anew on each call, because times count from now. */
export function panelStates(): Readonly<Record<string, Snapshot>> {
  const needsKey = {
    models: models.map((model) => ({ ...chosen(model), keyMissing: !model.startsWith('simulated') })),
  };
  return {
    empty: snapshotOf([]),
    'empty-needs-key': snapshotOf([], { ...needsKey, needsKey: true, inputs: {}, missing: ['ticket'] }),
    untrusted: snapshotOf([], { trusted: false }),
    waiting: snapshotOf(waiting()),
    done: snapshotOf(allDone()),
    endings: snapshotOf(endings()),
    structured: snapshotOf(structured()),
    markdown: snapshotOf(markdown()),
    routed: snapshotOf(routed()),
    rounds: snapshotOf(rounds()),
    awaiting: awaiting(),
    repeated: repeated(),
    followed: snapshotOf(followed()),
    checked: checked(),
  };
}
