import type { Message, Parameters } from '../messages.ts';
import type { PlannedCell, Target } from '../run/events.ts';
import { messagesOfRound, type ToolRound } from '../run/toolRound.ts';

interface Asked {
  readonly cell: PlannedCell;
  readonly target: Target;
  readonly rounds?: readonly ToolRound[];
}

/** What is sent for the next round of a cell: its prompt, everything that was said since, and its settings. */
export function roundCall({ cell, target, rounds = [] }: Asked): {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
} {
  const parameters = cell.parameters ?? target.parameters;
  if (rounds.length === 0) return { messages: cell.messages, parameters };
  const said = rounds.flatMap((round) => messagesOfRound(round, target.model));
  return { messages: [...cell.messages, ...said], parameters: withoutForce(parameters) };
}

/** A call that is forced is forced once: a model that has to call a tool in every round never answers. */
function withoutForce(parameters: Parameters): Parameters {
  const { toolChoice, ...rest } = parameters;
  return toolChoice === 'required' || typeof toolChoice === 'object' ? rest : parameters;
}
