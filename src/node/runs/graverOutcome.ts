import type { RunOutcome } from '../../core/run/events.ts';

/** Outcomes by weight, the gravest last. */
const outcomesByWeight: readonly RunOutcome[] = ['done', 'submitted', 'budget', 'stopped', 'cancelled'];

/** The graver of two outcomes: of several, a person has to know the gravest first. */
export function graverOutcome(left: RunOutcome, right: RunOutcome): RunOutcome {
  return outcomesByWeight.indexOf(left) >= outcomesByWeight.indexOf(right) ? left : right;
}
