import { type SourceNode, textOf } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';

/**
 * The model that a value names: `provider/model`. Undefined where there is no value; undefined, with a problem, where the value is no
 * model.
 */
export function modelAt(reading: SuiteReading, node: SourceNode): string | undefined {
  const name = textOf(node);
  const model = name === undefined ? undefined : reading.modelOf(name);
  if (name !== undefined && model === undefined)
    reading.report(node.place, 'unknown-model', `"${name}" is no model: write provider/model.`);
  return model;
}
