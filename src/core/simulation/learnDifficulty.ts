import type { Difficulty } from '../routing/difficulty.ts';
import { leastGraded } from '../routing/measuredFigures.ts';
import { requestFigures } from '../routing/requestFigures.ts';
import { fitLogistic, probabilityOf } from '../stats/logistic.ts';
import type { ReplayRow } from './replayRows.ts';
import { type Outcomes, tellingWords } from './tellingWords.ts';

const folds = 5;
/** A threshold that no chance reaches: the target is good enough for nothing. */
const never = 2;

/**
 * Learns the chances that the cheapest target and the next one pass, and the chance from which they reach the floor, on rows that they were
 * not fitted to.
 */
export function learnDifficulty(rows: readonly ReplayRow[], outcomes: readonly Outcomes[], floor: number): Difficulty {
  const words = tellingWords(rows, outcomes[0] ?? []);
  const figures = rows.map(({ request }) => requestFigures(request, words));
  // The dearest target needs no chance, since it gets the rest.
  const chances = outcomes
    .slice(0, -1)
    .slice(0, 2)
    .map((own) => chanceOf(figures, own, floor));
  return { words, chances };
}

function chanceOf(
  all: readonly (readonly number[])[],
  outcomes: Outcomes,
  floor: number,
): Difficulty['chances'][number] {
  const graded = [...all.keys()].filter((index) => outcomes[index] !== undefined);
  const figures = graded.map((index) => all[index] ?? []);
  const passed = graded.map((index) => outcomes[index] === true);
  const model = fitLogistic(figures, passed);
  const unseen = thresholdFor(unseenChances(figures, passed), passed, { floor, least: 0 });
  // The route goes by how often its class passed on all rows, so that a class just below the floor would be lost as a whole.
  const chances = figures.map((row) => probabilityOf(model, row));
  return { model, threshold: thresholdFor(chances, passed, { floor, least: unseen }) };
}

/** The chance of each row by a model of the other four fifths. */
function unseenChances(figures: readonly (readonly number[])[], passed: readonly boolean[]): readonly number[] {
  const others = (fold: number) => [...figures.keys()].filter((index) => index % folds !== fold);
  const models = Array.from({ length: folds }, (_, fold) => {
    const places = others(fold);
    return fitLogistic(
      places.map((index) => figures[index] ?? []),
      places.map((index) => passed[index] === true),
    );
  });
  return figures.map((row, index) => {
    const model = models[index % folds];
    return model ? probabilityOf(model, row) : 0;
  });
}

/** The lowest chance, and at least `least`, from which the rows above it pass often enough. */
function thresholdFor(
  chances: readonly number[],
  passed: readonly boolean[],
  { floor, least }: { readonly floor: number; readonly least: number },
): number {
  const order = [...chances.keys()].sort((left, right) => (chances[right] ?? 0) - (chances[left] ?? 0));
  let [count, good, threshold] = [0, 0, never];
  for (const [place, index] of order.entries()) {
    if ((chances[index] ?? 0) < least) break;
    count++;
    if (passed[index]) good++;
    const isLastOfEqual = chances[order[place + 1] ?? -1] !== chances[index];
    if (isLastOfEqual && count >= leastGraded && good / count >= floor) threshold = chances[index] ?? never;
  }
  return threshold;
}
