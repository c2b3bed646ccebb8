import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { has, type SourceNode, textOf } from './sourceNode.ts';
import type { Assertion } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Compares with the older version's answer, which the gate has. */
export const againstHead = 'head';
/** Compares with the answers of all other targets. */
export const againstAll = 'all';

const example = '{type: prefer, value: Is friendlier, against: head}';

/**
 * Reads the fields of a check that asks which of two answers is liked better. Whatever it cannot be carried out with is a problem at its
 * place, and the check then ends in an error.
 */
export function readPreference(
  reading: SuiteReading,
  node: SourceNode,
  negated: boolean,
): Pick<Assertion, 'against' | 'fault'> {
  const against = textOf(node.child('against'))?.trim();
  const fault = faultOf(node, { against, negated });
  if (fault !== undefined) reading.report(node.place, 'invalid-preference', fault);
  return defined({ against, fault });
}

function faultOf(
  node: SourceNode,
  { against, negated }: { readonly against: string | undefined; readonly negated: boolean },
): string | undefined {
  if (negated) return 'There is no "not-prefer": write "prefer", which counts wins, losses and ties.';
  const { value } = node;
  if (isJsonObject(value) && !has(node, 'value') && !has(node, 'rubricPrompt'))
    return `"prefer" needs a criterion as its value: ${example}.`;
  if (against === undefined || against === '')
    return `"prefer" needs "against": head, all, or a model of the suite: ${example}.`;
  if (against === 'baseline')
    return 'A baseline keeps no answers that could be compared: write "against: head", which asks the older version.';
  return undefined;
}
