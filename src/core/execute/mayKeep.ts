import type { PlannedCell } from '../run/events.ts';
import { isUnrepeatable, type Round } from '../run/round.ts';

/** True where an answer to this cell may stand for a later one: nobody outside of its identity has had a part in it. */
export function mayKeep({ loop }: Pick<PlannedCell, 'loop'>, rounds?: readonly Round[]): boolean {
  return !loop?.servers?.some((server) => 'isLive' in server) && !isUnrepeatable(rounds);
}
