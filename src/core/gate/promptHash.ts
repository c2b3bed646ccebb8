import type { PlannedCell } from '../run/events.ts';

const digits = 12;

/** A hash of the request, 12 hex digits: the same for the same rendered prompt, model and settings, in every repeat. */
export function promptHash({ id }: Pick<PlannedCell, 'id'>): string {
  return id.slice(0, digits);
}
