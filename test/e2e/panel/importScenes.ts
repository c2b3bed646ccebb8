import type { ImportPage } from '../../../src/core/cases/page/importPage.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import type { ImportHostMessage } from '../../../src/protocol.ts';

const page: ImportPage = {
  mode: 'import',
  title: 'Import cases for shop.prompt',
  reading: null,
  report: [
    'Read 38,214 records of 2 files: 38,210 calls (OpenTelemetry GenAI 38,210).',
    'Cases: 37,982 matched exactly, 12 closely, 0 with variables that the file holds.',
    'Left out: 4 calls (failed, without an answer).',
    'For texts of OpenTelemetry GenAI, set OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true and give the file of logs together with the file of traces.',
  ],
  mapping: null,
  ambiguous: [],
  others: ['user: Translate: lamp'],
  sample: {
    count: 2,
    found: 5_000,
    sentences: [
      'These 2 rows stand for 5,000 cases in 3,122 groups of nearly the same request; 31% of the cases are like no row here.',
    ],
  },
  kinds: [
    {
      kind: 'email',
      name: 'e-mail address',
      isSure: true,
      choice: 'replace',
      places: 2,
      total: 1,
      values: [{ value: 'maria@firm.org', standIn: 'abcd.efghij@example.com', choice: 'replace' }],
    },
    {
      kind: 'person',
      name: 'name of a person',
      isSure: false,
      choice: 'open',
      places: 3,
      total: 1,
      values: [{ value: 'Maria Keller', standIn: 'Emma Foster', choice: 'open' }],
    },
  ],
  words: ['Lamponia'],
  regions: ['AT'],
  rows: [
    {
      number: 1,
      parts: [
        {
          name: 'ticket',
          pieces: [
            { text: 'My lamp arrived broken. My name is ', state: 'plain', kind: '' },
            { text: 'Maria Keller', state: 'open', kind: 'name of a person' },
            { text: ', mail ', state: 'plain', kind: '' },
            { text: 'abcd.efghij@example.com', state: 'replaced', kind: 'e-mail address' },
          ],
        },
        { name: 'observed', pieces: [{ text: 'I am sorry.', state: 'plain', kind: '' }] },
      ],
    },
    {
      number: 2,
      parts: [
        {
          name: 'ticket',
          pieces: [
            { text: 'Where is order ', state: 'plain', kind: '' },
            { text: 'BK-20418', state: 'kept', kind: 'order or customer number' },
            { text: '?', state: 'plain', kind: '' },
          ],
        },
      ],
    },
  ],
  rowsTotal: 2,
  further: '',
  target: {
    file: 'shop.log.cases.jsonl',
    suites: [
      { id: 'file:///shop.eval.yaml', name: 'shop.eval.yaml' },
      { id: 'new', name: 'A new suite' },
      { id: '', name: 'None' },
    ],
    suite: 'file:///shop.eval.yaml',
  },
  accept: 'Write 2 Cases',
  obstacle: 'Decide first what becomes of: name of a person.',
};

const unread = { report: [], sample: null, kinds: [], rows: [], rowsTotal: 0, others: [] };

/** What the page between a file and the repository shows, by name. */
export function importScenes(): Readonly<Record<string, ImportHostMessage>> {
  const scene = (change: Partial<ImportPage> = {}): ImportHostMessage => ({
    type: 'cases',
    seq: 1,
    page: { ...page, ...change },
  });
  const refusal = new PolypromptError(
    'invalid-arguments',
    'shop.log.cases.jsonl is there already, and stays as it is.',
    {
      hint: 'Give the file of cases another name.',
    },
  );
  return {
    undecided: scene(),
    decided: scene({ obstacle: '' }),
    reading: scene({
      ...unread,
      reading: { sentence: '12,000 records read, 11,998 of them calls.', share: 0.31 },
      obstacle: 'The files are being read.',
    }),
    table: scene({
      ...unread,
      report: ['Columns are q, lang, answer: say which is which variable below.'],
      mapping: {
        columns: ['q', 'lang', 'answer'],
        variables: [
          { name: 'question', isNeeded: true, column: 'q' },
          { name: 'language', isNeeded: false, column: '' },
        ],
      },
      obstacle: 'No case was found.',
    }),
    ambiguous: scene({
      ambiguous: [
        { choices: ['first: one · second: two-three', 'first: one-two · second: three'], chosen: null },
        { choices: ['first: a · second: b-c', 'first: a-b · second: c'], chosen: 1 },
      ],
    }),
    refused: scene({ obstacle: '', problem: refusal.toRecord() }),
    replace: scene({
      mode: 'replace',
      title: 'Personal data in tickets.jsonl',
      report: ['What was found stands in 2 rows, which are all shown or counted here.'],
      sample: null,
      others: [],
      target: null,
      accept: 'Replace in the File',
      obstacle: '',
    }),
  };
}
