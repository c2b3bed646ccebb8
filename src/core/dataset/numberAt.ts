import type { JsonValue } from '../json.ts';
import { has, type SourceNode } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';

/**
 * The number under a key. One in quotes is read, with a note, since it cannot mean anything else; whatever else stands there is a problem,
 * and undefined.
 */
export function numberAt(reading: SuiteReading, node: SourceNode, key: string): number | undefined {
  if (!has(node, key)) return undefined;
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
