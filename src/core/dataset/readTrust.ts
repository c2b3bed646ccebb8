import { isJsonObject } from '../json.ts';
import { has, type SourceNode, textOf } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';
import type { Trust } from './trust.ts';

/** Reads `trust:`. One that cannot be read is a problem, and every judge decides then. Keys that it does not have are the schema's to report. */
export function readTrust(reading: SuiteReading, node: SourceNode): Trust | undefined {
  const { value, place } = node;
  if (value === null) return undefined;
  const report = (at: SourceNode['place'], message: string) => {
    reading.report(at, 'wrong-trust', message);
    return undefined;
  };
  if (!isJsonObject(value)) return report(place, '"trust" is a map: {kappa: 0.6}.');
  const { kappa } = value;
  if (typeof kappa !== 'number' || !(kappa > 0 && kappa <= 1))
    return report(node.child('kappa').place, '"kappa" of "trust" is a number above 0 and at most 1, such as 0.6.');
  const unsettled = has(node, 'unsettled') ? textOf(node.child('unsettled')) : 'decides';
  if (unsettled === 'decides' || unsettled === 'advice') return { kappa, unsettled };
  return report(node.child('unsettled').place, '"unsettled" of "trust" is decides or advice.');
}
