import type { JsonValue } from '../json.ts';
import { has, type SourceNode } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';

/**
 * The number under a key. A number in quotes is read, with a note, since it cannot mean anything else. Anything else, or a number below
 * `least`, is a problem, and gives undefined.
 */
export function numberAt(reading: SuiteReading, node: SourceNode, key: string, least = -Infinity): number | undefined {
  const found = has(node, key) ? readNumber(reading, node, key) : undefined;
  if (found === undefined || found >= least) return found;
  reading.report(node.child(key).place, `wrong-${key}`, `"${key}" is at least ${least}.`);
  return undefined;
}

function readNumber(reading: SuiteReading, node: SourceNode, key: string): number | undefined {
  const { value, place } = node.child(key);
  if (typeof value === 'number') return value;
  const quoted = typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value);
  if (quoted) {
    reading.report(place, 'quoted-number', `"${key}" is a number: take the quotes away.`, 'warning');
    return Number(value);
  }
  reading.report(place, 'wrong-type', `"${key}" is a number; ${excerptOf(value)} is none.`);
  return undefined;
}

function excerptOf(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
