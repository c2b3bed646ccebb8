import { type Agreement, agreements } from '../../../core/diff/agreement.ts';
import { outcomeOf } from '../../../core/results/outcome.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { type Column, isRunning } from '../../panel/column.ts';

/** What is stable among several answers of one column. */
export interface Stability {
  /** The number of answers that have come. */
  readonly answered: number;
  readonly asked: number;
  /** True while more may come. */
  readonly isOpen: boolean;
  /** The answers that passed their checks, where they have some. */
  readonly passed?: number;
  /** The points on which the answers agree, most contested first. */
  readonly agreements: readonly Agreement[];
}

/** How much the answers of a column are alike; undefined where it was asked once. */
export function stabilityOf({ repeats }: Column): Stability | undefined {
  if (!repeats) return undefined;
  const done = repeats.filter(({ status }) => status === 'done');
  const graded = done.filter(({ verdict }) => verdict !== undefined);
  return {
    answered: done.length,
    asked: repeats.length,
    isOpen: repeats.some((cell) => isRunning(cell) || cell.status === 'queued'),
    ...(graded.length > 0 && graded.length === done.length ? { passed: graded.filter(hasPassed).length } : {}),
    agreements: agreements(done.map(({ text }) => text)),
  };
}

function hasPassed(cell: CellState): boolean {
  return outcomeOf(cell) === 'pass';
}

/** The stability in a few words, such as `3 of 3 the same`, `1 of 3 pass · 2 of 3 agree on label`, or `1 of 3 answered`. */
export function stabilityText({ answered, asked, isOpen, passed, agreements: points }: Stability): string {
  const [contested] = points;
  const parts = [
    ...(isOpen || answered < asked ? [`${answered} of ${asked} answered`] : []),
    ...(passed === undefined ? [] : [`${passed} of ${answered} pass`]),
    ...(isOpen || !contested ? [] : [agreementText(contested)]),
  ];
  return parts.join(' · ');
}

function agreementText({ agreeing, total, field }: Agreement): string {
  if (field !== undefined && agreeing === total) return `${total} of ${total} agree on every field`;
  if (field !== undefined)
    return agreeing === 1 ? `no two agree on ${field}` : `${agreeing} of ${total} agree on ${field}`;
  return agreeing === 1 ? 'no two are the same' : `${agreeing} of ${total} are the same`;
}
