import { scriptMessages, transcriptText } from '../grading/transcript.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../messages.ts';
import type { CellState } from '../run/cellState.ts';
import { type Round, transcriptOf } from '../run/round.ts';

type Talk = Pick<CellState, 'text' | 'toolCalls' | 'turn' | 'rounds'>;

/** Everything that was said in a cell after its prompt, one line for each thing; undefined where that is its answer alone. */
export function cellTranscript(cell: Talk): string | undefined {
  return cell.rounds && transcriptText({ said: saidIn(cell) });
}

/** The whole conversation of a cell in OpenAI's form; undefined where its prompt and its answer are all of it. */
export function cellMessages(cell: Talk, prompt: readonly Message[]): JsonObject[] | undefined {
  return cell.rounds && scriptMessages({ messages: prompt, said: saidIn(cell) });
}

/** A round as files hold it: without the state that its vendor wants back, which is for nobody else. */
export function filedRounds({ rounds }: Talk): readonly Omit<Round, 'turn'>[] | undefined {
  return rounds?.map(({ turn: _state, ...round }) => round);
}

/** A cell as it may be shown: without the state that vendors want back. */
export function withoutState({ turn: _state, ...cell }: CellState): CellState {
  const rounds = filedRounds(cell);
  return rounds ? { ...cell, rounds } : cell;
}

/** The number of whole answers that the model gave in a cell. */
export function answersIn({ rounds = [], status }: Pick<CellState, 'rounds' | 'status'>): number {
  return rounds.length + (status === 'done' ? 1 : 0);
}

function saidIn({ text, toolCalls, turn, rounds }: Talk): Message[] {
  // The state of a vendor is left out with the name of the model, to which alone it would be sent.
  return transcriptOf({ answer: text, toolCalls, ...(turn ? { turn } : {}), ...(rounds ? { rounds } : {}) }, '');
}
