import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { commaSeparated } from '../text/commaSeparated.ts';
import { scriptLanguage } from './suitePath.ts';

/** Types whose number in parentheses is a threshold when it stands in a cell. */
const typesWithThreshold = new Set([
  'answer-relevance',
  'classifier',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'cost',
  'latency',
  'levenshtein',
  'perplexity',
  'perplexity-score',
  'rouge-n',
  'similar',
  'starts-with',
]);

const cellTypes = [
  ...typesWithThreshold,
  'agent-rubric',
  'bleu',
  'contains',
  'contains-all',
  'contains-any',
  'contains-html',
  'contains-json',
  'contains-sql',
  'contains-xml',
  'conversation-relevance',
  'equals',
  'factuality',
  'finish-reason',
  'g-eval',
  'gleu',
  'guardrails',
  'icontains',
  'icontains-all',
  'icontains-any',
  'is-html',
  'is-json',
  'is-refusal',
  'is-sql',
  'is-valid-function-call',
  'is-valid-openai-function-call',
  'is-valid-openai-tools-call',
  'is-xml',
  'max-turns',
  'meteor',
  'model-graded-closedqa',
  'model-graded-factuality',
  'moderation',
  'pi',
  'regex',
  'ruby',
  'search-rubric',
  'select-best',
  'similar:cosine',
  'similar:dot',
  'similar:euclidean',
  'skill-used',
  'tool-call-f1',
  'tool-called',
  'tool-order',
  'webhook',
  'word-count',
];

const listTypes = new Set(['contains-any', 'contains-all', 'icontains-any', 'icontains-all']);
const typedCell = new RegExp(
  `^(not-)?(${cellTypes
    .sort((left, right) => right.length - left.length)
    .map((type) => type.replaceAll('-', '\\-'))
    .join('|')})(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`,
);

/** A check as it is written into one cell: `contains:Rome`, `similar(0.9):…`, `javascript:…`; any other text must be equalled. */
export function readAssertionCell(cell: string): JsonObject {
  const script = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(cell);
  if (script) return { type: 'javascript', value: (script[1] ?? '').trim() };
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(cell);
  if (rubric) return { type: 'llm-rubric', value: (rubric[1] ?? '').trim() };
  const language = cell.startsWith('file://') ? scriptLanguage(cell) : undefined;
  if (cell.startsWith('python:')) return { type: 'python', value: cell.slice('python:'.length) };
  if (language === 'JavaScript' || language === 'Python') return { type: language.toLowerCase(), value: cell };
  const typed = typedCell.exec(cell);
  return typed ? readTypedCell(typed) : { type: 'equals', value: cell.trim() };
}

function readTypedCell([, not = '', type = '', number, rest]: RegExpExecArray): JsonObject {
  const text = rest ?? '';
  const isJson = type === 'is-json' || type === 'contains-json';
  let value: JsonValue = isJson ? text : text.trim();
  if (listTypes.has(type)) value = listIn(text);
  const threshold = typesWithThreshold.has(type) ? thresholdOf(type, number) : undefined;
  const isEmpty = rest === undefined || (isJson && text === '');
  return { type: `${not}${type}`, ...(isEmpty ? {} : { value }), ...defined({ threshold }) };
}

/** Reads a list; a text that is no list stays a text, and its check then ends in an error that says why. */
function listIn(text: string): JsonValue {
  try {
    return [...commaSeparated(text)];
  } catch {
    return text;
  }
}

function thresholdOf(type: string, number: string | undefined): number {
  if (number !== undefined) return Number(number);
  return type === 'similar' ? 0.8 : 0.75;
}
