import type { Measurements } from '../routing/measurements.ts';
import type { RequestClass } from '../routing/route.ts';
import { featuresOf } from '../routing/routeRequest.ts';
import type { ReplayRow } from './replayRows.ts';
import { type Outcomes, tellingWords } from './tellingWords.ts';

/** Learns the classes: simple is what the cheapest target does well enough, standard what the next one does, hard the rest. */
export function learnTable(
  rows: readonly ReplayRow[],
  [cheapest = [], next = []]: readonly Outcomes[],
  floor: number,
): Pick<Measurements, 'table' | 'words'> {
  const words = tellingWords(rows, cheapest);
  const groups = Map.groupBy(rows.keys(), (index) => featuresOf(requestOf(rows, index), words));
  const table = new Map<string, RequestClass>();
  for (const [features, members] of groups) {
    const isGood = (outcomes: Outcomes) => passRate(members, outcomes) >= floor;
    table.set(features, isGood(cheapest) ? 'simple' : isGood(next) ? 'standard' : 'hard');
  }
  return { words, table };
}

function requestOf(rows: readonly ReplayRow[], index: number): ReplayRow['request'] {
  const row = rows[index];
  if (!row) throw new Error('a place in the rows');
  return row.request;
}

function passRate(members: readonly number[], outcomes: Outcomes): number {
  const graded = members.filter((index) => outcomes[index] !== undefined);
  return graded.length === 0 ? 0 : graded.filter((index) => outcomes[index]).length / graded.length;
}
