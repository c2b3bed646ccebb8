import { closest } from '../text/closest.ts';
import { namesInFormula, parseFormula } from '../text/formula.ts';
import type { SuiteCases } from './caseDraft.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import type { Check, DerivedMetric } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** A suite's own figures: formulas over the metrics of its checks. */
export function readDerivedMetrics(
  reading: SuiteReading,
  list: SourceNode,
  cases: SuiteCases,
): readonly DerivedMetric[] {
  const found: DerivedMetric[] = [];
  for (const item of itemsOf(list)) {
    const metric = readDerivedMetric(reading, item);
    const fault = metric && unknownMetric(metric, found, cases);
    if (fault !== undefined) reading.report(item.place, 'unknown-metric', fault, 'warning');
    if (metric) found.push(metric);
  }
  return found;
}

function readDerivedMetric(reading: SuiteReading, item: SourceNode): DerivedMetric | undefined {
  reportUnknownKeys(reading, item, 'metric');
  const name = textOf(item.child('name'));
  const { value } = item.child('value');
  if (
    name !== undefined &&
    (typeof value === 'string' || typeof value === 'number') &&
    !String(value).startsWith('file://')
  ) {
    const reason = formulaFault(String(value));
    if (reason === undefined) return { name, value: String(value) };
    reading.report(item.place, 'wrong-formula', `The derived metric "${name}" cannot be worked out: ${reason}.`);
    return undefined;
  }
  reading.leaveOut(item.place, 'A derived metric that is not a formula');
  return undefined;
}

function formulaFault(formula: string): string | undefined {
  try {
    parseFormula(formula);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no formula';
  }
}

/** Names that every formula may use. */
const given = ['__count'];

/**
 * Reports a derived metric that uses a name which no check gives, since its figure cannot be worked out. Undefined where all names are
 * known, or where they cannot be known: a script may give metrics of any name.
 */
function unknownMetric(
  { name, value }: DerivedMetric,
  earlier: readonly DerivedMetric[],
  { drafts, defaults }: SuiteCases,
): string | undefined {
  const checks = [defaults, ...drafts].flatMap((draft) => (draft ? draft.checks.flatMap(withMembers) : []));
  if (checks.some(({ type, metric = '' }) => type === 'javascript' || metric.includes('{{'))) return undefined;
  const metrics = checks.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
  const known = [...given, ...metrics, ...earlier.map((metric) => metric.name)];
  const unknown = namesInFormula(value).find((found) => !known.includes(found));
  if (unknown === undefined) return undefined;
  const [near] = closest(unknown, known, 1);
  const advice = near === undefined ? 'Give a check this "metric".' : `Did you mean "${near}"?`;
  return `The derived metric "${name}" uses "${unknown}", which no check gives: its figure stays unknown. ${advice}`;
}

function withMembers(check: Check): readonly Check[] {
  return 'assert' in check ? [check, ...check.assert] : [check];
}
