import type { Message, Parameters } from '../messages.ts';
import { withOwnState } from '../providers/mapping/ownState.ts';
import type { PlannedCell, Target } from './events.ts';
import { messagesOfRound, type Round } from './round.ts';

/** A cell that is to be asked, for the first time or with the results of its calls. */
export interface CallingCell {
  readonly cell: PlannedCell;
  readonly target: Target;
  /** The rounds behind it. */
  readonly rounds: readonly Round[];
}

/** What is sent for one round. */
export interface RoundCall {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
}

/** What is sent for the next round of a cell: its prompt, everything that was said since, and its settings. */
export function roundCall({ cell, target, rounds }: CallingCell): RoundCall {
  const { model } = target;
  const parameters = cell.parameters ?? target.parameters;
  if (rounds.length === 0) return { messages: withOwnState(cell.messages, model), parameters };
  const said = rounds.flatMap((round) => messagesOfRound(round, model));
  return { messages: withOwnState([...cell.messages, ...said], model), parameters: withoutForce(parameters) };
}

/** A call that is forced is forced once: a model that has to call a tool in every round never answers. */
function withoutForce(parameters: Parameters): Parameters {
  const { toolChoice, ...rest } = parameters;
  return toolChoice === 'required' || typeof toolChoice === 'object' ? rest : parameters;
}

const between = ' round ';

/** The id of the next request of a cell with so many rounds behind it. The first has the cell's own. */
export function requestIdAfter(cell: string, rounds: number): string {
  return rounds === 0 ? cell : `${cell}${between}${rounds + 1}`;
}

/** The cell that a request belongs to. */
export function cellOfRequest(request: string): string {
  return request.split(between)[0] ?? request;
}
