import type { Assertion, Check } from '../../dataset/suite.ts';
import { quoted } from './moduleDialect.ts';

/** A check as a function over `text`; undefined for one that needs more than the text. */
export function checkExpression(check: Check): string | undefined {
  if (!('negated' in check) || check.transform !== undefined || check.valueScript !== undefined) return undefined;
  const holds = holdsExpression(check);
  if (holds === undefined) return undefined;
  return `(text) => ${check.negated ? `!(${holds})` : holds}`;
}

function holdsExpression({ type, value }: Assertion): string | undefined {
  if (type === 'is-json') return value === undefined ? 'isJson(text)' : undefined;
  if (Array.isArray(value)) {
    const texts = value.filter((one) => typeof one === 'string');
    return texts.length === value.length ? listExpression(type, texts) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  switch (type) {
    case 'contains':
      return `text.includes(${quoted(value)})`;
    case 'icontains':
      return `text.toLowerCase().includes(${quoted(value.toLowerCase())})`;
    case 'starts-with':
      return `text.startsWith(${quoted(value)})`;
    case 'equals':
      return `text === ${quoted(value)}`;
    case 'regex':
      return `new RegExp(${quoted(value)}).test(text)`;
    default:
      return undefined;
  }
}

function listExpression(type: string, texts: readonly string[]): string | undefined {
  const [, ignoresCase, how] = /^(i)?contains-(all|any)$/.exec(type) ?? [];
  if (how === undefined) return undefined;
  const list = texts.map((text) => quoted(ignoresCase ? text.toLowerCase() : text)).join(', ');
  const subject = ignoresCase ? 'text.toLowerCase()' : 'text';
  return `[${list}].${how === 'all' ? 'every' : 'some'}((part) => ${subject}.includes(part))`;
}

export const isJsonText = `
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
`;
