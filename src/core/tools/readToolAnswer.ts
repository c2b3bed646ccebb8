import { isJsonObject, type JsonValue } from '../json.ts';
import type { MediaPart } from '../messages.ts';
import { hasKey, type PlacedValue, type ReportAt } from '../text/placedValue.ts';
import type { ToolAnswer } from './toolSettings.ts';

/** The kinds of answer that a rule may give; it has exactly one of them. */
export const answerKeys = ['result', 'error', 'parts', 'javascript'] as const;
type AnswerKey = (typeof answerKeys)[number];

/** Reads the answer of a rule; undefined, with a problem, where there is none or more than one. */
export function readToolAnswer<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): ToolAnswer | undefined {
  const [kind, second] = answerKeys.filter((key) => hasKey(node, key));
  if (kind === undefined) {
    report(node.place, 'no-answer', 'This rule gives no answer: add "result", "error", "parts" or "javascript".');
    return undefined;
  }
  if (second !== undefined) {
    report(
      node.keyPlace(second),
      'two-answers',
      `A rule gives one answer, and this one has "${kind}" and "${second}".`,
    );
    return undefined;
  }
  return readers[kind](node.child(kind), report);
}

type AnswerReader = <Place>(node: PlacedValue<Place>, report: ReportAt<Place>) => ToolAnswer | undefined;

const readers: Readonly<Record<AnswerKey, AnswerReader>> = {
  result: ({ value }) => ({ type: 'result', value }),
  error: (node, report) => {
    const message = readText(node, report, '"error" is a text: what the tool says when it fails.');
    return message === undefined ? undefined : { type: 'error', message };
  },
  javascript: (node, report) => {
    const code = readText(node, report, '"javascript" is an expression or a function body over "args" and "context".');
    return code === undefined ? undefined : { type: 'javascript', code };
  },
  parts: readParts,
};

function readText<Place>(
  { value, place }: PlacedValue<Place>,
  report: ReportAt<Place>,
  advice: string,
): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  report(place, 'wrong-type', advice);
  return undefined;
}

/** Addresses that can be sent, and templates that may become one. */
const reachable = /^(?:https?|data|gs):|^\{\{/i;

/** Reads `parts` as dotprompt writes them: texts, which become one with a line for each, and pictures beside it. */
function readParts<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): ToolAnswer | undefined {
  const parts = Array.isArray(node.value) ? node.value : [];
  const read = parts.map(readPart);
  const wrong = read.indexOf(undefined);
  if (parts.length === 0 || wrong >= 0) {
    const place = parts.length === 0 ? node.place : node.child(wrong).place;
    report(place, 'wrong-type', '"parts" is a list of {text: ...} and {media: {url: ..., contentType: ...}}.');
    return undefined;
  }
  const file = read.findIndex((part) => typeof part === 'object' && !reachable.test(part.url));
  if (file >= 0) {
    report(
      node.child(file).place,
      'unsupported',
      'A picture is a web address or a data: URL here; files are not read.',
    );
    return undefined;
  }
  const found = read.filter((part) => part !== undefined);
  return {
    type: 'parts',
    text: found.flatMap((part) => (typeof part === 'string' ? [part] : [])).join('\n'),
    media: found.filter((part) => typeof part !== 'string'),
  };
}

function readPart(part: JsonValue): string | MediaPart | undefined {
  if (!isJsonObject(part) || Object.keys(part).length !== 1) return undefined;
  const { text, media } = part;
  if (typeof text === 'string') return text;
  if (!isJsonObject(media) || typeof media['url'] !== 'string' || media['url'] === '') return undefined;
  const { url, contentType, ...others } = media;
  if (Object.keys(others).length > 0) return undefined;
  if (contentType === undefined || contentType === null) return { type: 'media', url };
  return typeof contentType === 'string' ? { type: 'media', url, contentType } : undefined;
}
