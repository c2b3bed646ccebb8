import { PolypromptError } from '../../../src/core/errors.ts';
import type { FinalistView, ImproveSetup, ImproveView } from '../../../src/core/improve/improvePage.ts';
import type { ImproveHostMessage } from '../../../src/protocol.ts';

const start = `---
model: openai/gpt-5.6-luna
---
{{role "system"}}
Sort the ticket.

{{role "user"}}
{{ticket}}
`;
const better = start.replace(
  'Sort the ticket.',
  'Answer with one label alone, in lower case: damaged, late, refund, invoice or other.',
);

const setup: ImproveSetup = {
  suite: 'file:///suites/triage.eval.yaml',
  title: 'Improve triage.prompt',
  file: 'triage.prompt',
  trusted: true,
  isPort: false,
  options: {
    reflect: 'openai/gpt-5.6-sol',
    target: 'openai/gpt-5.6-luna',
    maxCalls: 300,
    shorter: false,
    examples: 0,
    batch: false,
  },
  canBatch: true,
  targets: ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5'],
  plan: [
    '60 rows: 14 to work on, 6 to choose by, 40 held out for the proof.',
    '40 held-out rows, asked up to 3 times on each side, show a gain of about 20% or more in four of five runs; a smaller one may be missed.',
    'At most 300 calls, retries and reflections counted: start 20, search up to 200, proof 80 to 240.',
  ],
  estimate: '$0.012 to $0.31, probably about $0.12.',
};

const running: ImproveView = {
  runId: '20261130-073610-qcm69y',
  status: 'running',
  canResume: false,
  models: 'openai/gpt-5.6-luna, reflecting: openai/gpt-5.6-sol',
  plan: setup.plan,
  activity: 'Asks an edit on the rows to choose by: 2 of 6 answers.',
  spent: '74 calls · 3 reflections · ~$0.021',
  start,
  proposals: [
    {
      number: 1,
      state: 'dropped',
      cause: 'The tone is too short.',
      reason: 'It mends none of the rows that were shown.',
      counts: 'fixed 0, broke 1',
      text: start.replace('Sort', 'Kindly sort'),
    },
    {
      number: 2,
      state: 'dropped',
      cause: '',
      reason: 'The answer has no edit in the form that was asked for.',
      counts: '',
    },
    {
      number: 3,
      state: 'trying',
      cause: 'The answers are sentences where a label is wanted.',
      reason: '',
      counts: '',
      text: better,
    },
  ],
};

const finalist: FinalistView = {
  number: 3,
  isOffered: true,
  isProven: true,
  sentences: [
    'It passes 52.5 points more on 40 held-out rows that took no part in the search, 2 times each on both sides (95%: 38.8 to 66.3): 40% before, 92.5% after.',
    '25 rows got better, 1 got worse; by chance alone so large a difference comes about in fewer than 1 of 1,000 runs.',
    'Cost and time: $0.41 before, $0.38 after per 1,000 calls; 0.82 s before, 0.41 s after per answer.',
    'It has 14 words, 11 words more.',
    'Cause: The answers are sentences where a label is wanted.',
  ],
  text: better,
  worse: [{ caseId: 'case-12', name: 'My parcel is late and the lamp is broken', isInSuite: true }],
};

const found: ImproveView = {
  ...running,
  status: 'done',
  activity: 'Ended.',
  spent: '232 calls · 9 reflections · ~$0.094',
  proposals: running.proposals.map((proposal) =>
    proposal.state === 'trying'
      ? { ...proposal, state: 'kept', reason: 'Better on the rows to choose by.', counts: 'fixed 5, broke 0' }
      : proposal,
  ),
  result: {
    sentences: [
      ...finalist.sentences,
      "9 proposals tried, 2 kept in the search; 232 calls to the task's model, 9 to the reflecting model.",
      'These held-out rows were seen 3 times: the proof is weaker.',
    ],
    finalists: [finalist, { ...finalist, number: 2, isOffered: false, isProven: false, worse: [] }],
  },
};

const nothing: ImproveView = {
  ...found,
  proposals: running.proposals.slice(0, 2),
  result: {
    sentences: [
      'Nothing better found.',
      "4 proposals tried, 0 kept in the search; 44 calls to the task's model, 4 to the reflecting model.",
    ],
    finalists: [],
  },
};

/** What the page of an improvement shows, by name. */
export function improveScenes(): Readonly<Record<string, ImproveHostMessage>> {
  const scene = (view: ImproveView | null, change: Partial<ImproveSetup> = {}): ImproveHostMessage => ({
    type: 'improvement',
    seq: 1,
    setup: { ...setup, ...change },
    view,
  });
  const refusal = new PolypromptError('invalid-arguments', 'It names several prompts.', {
    hint: 'Improve a suite that names one.',
  });
  return {
    asked: scene(null),
    refused: scene(null, { plan: [], estimate: '', problem: refusal.toRecord() }),
    untrusted: scene(null, { trusted: false }),
    port: scene(null, { isPort: true, title: 'Port triage.prompt to mistral/mistral-medium-2604' }),
    running: scene(running),
    stopped: scene({
      ...running,
      status: 'cancelled',
      canResume: true,
      activity: 'Stopped before there was a result.',
    }),
    found: scene(found),
    unproven: scene({
      ...found,
      result: {
        sentences: ['A better wording is proposed. Nothing is claimed: there are too few rows to prove it.'],
        finalists: [],
        unproven: { number: 3, text: better },
      },
    }),
    nothing: scene(nothing),
  };
}
