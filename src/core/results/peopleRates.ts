import type { JsonObject } from '../json.ts';
import { once } from '../once.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { AnswerLabel } from '../people/answerLabels.ts';
import { type CorrectedPasses, correctedPasses } from '../people/correctedPasses.ts';
import { outputText } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import type { RunState } from '../run/state.ts';
import type { TargetReport } from './evalReport.ts';
import { outcomeOf } from './outcome.ts';

/** Gives the digest of the answer of a cell, as people's verdicts have it. */
export type DigestOf = (cell: CellState) => string;

/** The digests of a run's answers. */
export function digestsOf(state: Pick<RunState, 'plan'>): DigestOf {
  // Made when it is first asked for: nobody has judged any answer of most runs, and a run may have a hundred thousand cells.
  const inputs = once(() => new Map<string, JsonObject>(state.plan.map((cell) => [cell.id, cell.inputs])));
  return (cell) => answerDigest(inputs().get(cell.id) ?? {}, outputText(cell));
}

/**
 * The pass rate that people would give to each target's graded answers, from the labels of some and what all checks together say of the
 * others. Only targets with a label that may stand for others, since each of them is told.
 */
export function peopleRates(
  cells: Iterable<CellState>,
  labels: ReadonlyMap<string, AnswerLabel>,
  digestOf: DigestOf,
): ReadonlyMap<string, CorrectedPasses> {
  if (labels.size === 0) return new Map();
  const judged = [...cells].flatMap((cell) => {
    const outcome = outcomeOf(cell);
    return outcome === 'pass' || outcome === 'fail' ? [{ target: cell.target, outcome, answer: digestOf(cell) }] : [];
  });
  const rates = [...Map.groupBy(judged, ({ target }) => target)].map(
    ([target, own]) => [target, correctedPasses(own, labels)] as const,
  );
  return new Map(rates.filter(([, { labels: usable }]) => usable > 0));
}

/** The totals of targets with what people would pass. */
export function withPeople(
  targets: readonly TargetReport[],
  rates: ReadonlyMap<string, CorrectedPasses>,
): readonly TargetReport[] {
  if (rates.size === 0) return targets;
  return targets.map((target) => {
    const people = rates.get(target.target);
    return people ? { ...target, people } : target;
  });
}
