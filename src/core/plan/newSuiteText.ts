import { stringify } from 'yaml';
import type { JsonValue } from '../json.ts';
import type { InputField } from '../prompt/document.ts';

/** A check that a new suite may begin with. */
export interface StarterCheck {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** The checks that every case gets. */
  readonly assert: Readonly<Record<string, JsonValue>>;
}

export const starterChecks: readonly StarterCheck[] = [
  {
    id: 'not-empty',
    label: 'The answer is not empty',
    detail: 'regex \\S',
    assert: { type: 'regex', value: '\\S' },
  },
  { id: 'is-json', label: 'The answer is JSON', detail: 'is-json', assert: { type: 'is-json' } },
  {
    id: 'no-apology',
    label: 'The answer does not begin with an apology',
    detail: 'not-regex',
    assert: { type: 'not-regex', value: "^\\s*(I'm sorry|I am sorry|As an AI)" },
  },
  {
    id: 'latency',
    label: 'The answer takes at most 10 seconds',
    detail: 'latency',
    assert: { type: 'latency', threshold: 10_000 },
  },
  {
    id: 'rubric',
    label: 'A model judges the answer',
    detail: 'llm-rubric: calls a judge for every answer, which costs money',
    assert: { type: 'llm-rubric', value: 'The answer is correct, complete and polite.' },
  },
];

export interface NewSuite {
  /** The name of the prompt file, which stands in the same folder. */
  readonly prompt: string;
  readonly fields: readonly InputField[];
  /** The models of the suite; when it is empty, the models are chosen when the suite is run. */
  readonly models: readonly string[];
  readonly checks: readonly StarterCheck[];
  /** The name of the file of cases, which stands in the same folder. */
  readonly casesFile: string;
}

/** The texts of a suite and of its three cases, with a column for each variable and one for the text that the answer has to contain. */
export function newSuiteText({ prompt, fields, models, checks, casesFile }: NewSuite): {
  readonly suite: string;
  readonly cases: string;
} {
  const suite = {
    prompt: `./${prompt}`,
    ...(models.length > 0 ? { models } : {}),
    cases: `./${casesFile}`,
    ...(checks.length > 0 ? { defaultTest: { assert: checks.map(({ assert }) => assert) } } : {}),
  };
  const hint = casesFile.endsWith('.csv')
    ? '# Each line of the file of cases is one case. In its column __expected stands what an answer has to contain, for example: icontains: damaged\n'
    : '# Each line of the file of cases is one case. What its answer has to be stands in its "assert", for example: [{"type": "icontains", "value": "damaged"}]\n';
  const header = [...fields.map(({ name }) => name), '__expected'];
  const rows = [0, 1, 2].map((index) => [...fields.map((field) => exampleOf(field, index)), '']);
  return { suite: `${hint}${stringify(suite)}`, cases: [header, ...rows].map(csvLine).join('') };
}

/** The example value of a case: the default in the first case, so that it asks what the prompt asks by itself. */
function exampleOf(field: InputField, index: number): string {
  const given = field.default;
  if (given !== undefined && index === 0) return asCell(given);
  const choice = field.options?.[index % field.options.length];
  if (choice !== undefined) return asCell(choice);
  return examples[field.type](field.name, index);
}

const examples: Readonly<Record<InputField['type'], (name: string, index: number) => string>> = {
  string: exampleText,
  any: exampleText,
  number: (_, index) => String(index + 1),
  integer: (_, index) => String(index + 1),
  boolean: (_, index) => String(index % 2 === 0),
  array: (name, index) => JSON.stringify([exampleText(name, index)]),
  object: (name, index) => JSON.stringify({ [name]: exampleText(name, index) }),
};

function exampleText(name: string, index: number): string {
  return `Example ${index + 1} of ${name}`;
}

function asCell(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}
