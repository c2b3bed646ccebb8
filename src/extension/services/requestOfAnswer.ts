import { PolypromptError } from '../../core/errors.ts';
import { shownHeaders } from '../../core/providers/contract/endpointHeaders.ts';
import type { WireRequest } from '../../core/providers/contract/provider.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { roundCall } from '../../core/run/roundCall.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Services } from './services.ts';

/** An answer of a run, and which of its rounds, from 1; the last one without. */
interface AnswerPlace {
  readonly cell: CellState;
  readonly round?: number;
}

/** The request that an answer came from, with the name of its key in place of the key. Throws where the provider sends no web request. */
export function requestOfAnswer(
  services: Pick<Services, 'registry'>,
  state: RunState | undefined,
  { cell, round }: AnswerPlace,
): WireRequest {
  const planned = state?.plan.find(({ id }) => id === cell.id);
  const target = state?.targets.find(({ id }) => id === cell.target);
  if (!planned || !target)
    throw new PolypromptError('internal', 'This column has no request yet.', { hint: 'Run the prompt first.' });
  const { provider, ref, baseUrl } = services.registry().resolve(target.model);
  const { messages = planned.messages, rounds = [] } = cell;
  const before = round === undefined ? rounds : rounds.slice(0, round - 1);
  const call = { model: ref.model, ...roundCall({ cell: { ...planned, messages }, target, rounds: before }) };
  const request = baseUrl === undefined ? undefined : provider.describeRequest?.(call, baseUrl);
  if (!request)
    throw new PolypromptError('internal', `${provider.name} sends no web request.`, {
      hint: 'Look at a model of another provider.',
    });
  return { ...request, headers: { ...request.headers, ...shownHeaders(provider.headers) } };
}
