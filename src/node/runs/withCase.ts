import type { RunEvent } from '../../core/run/events.ts';

/** The event with the case that its verdict belongs to, where the answers are graded by another state of the suite. */
export function withCase(event: RunEvent, caseIds: ReadonlyMap<string, string>): RunEvent {
  const caseId = event.type === 'cell-graded' ? caseIds.get(event.cell) : undefined;
  return event.type === 'cell-graded' && caseId !== undefined ? { ...event, caseId } : event;
}
