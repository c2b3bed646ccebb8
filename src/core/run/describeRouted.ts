import type { Ask } from '../routing/routeCommand.ts';
import type { RouteAttempt, Routed } from './routed.ts';

/** The model that a route asks now, as text: `asks anthropic/claude-haiku-4-5 (moved on: rate-limit)`. */
export function describeAsk(ask: Pick<Ask, 'model' | 'reason' | 'because' | 'isBroad'>): string {
  const { model, reason, because, isBroad } = ask;
  const moved = because === undefined ? reasons[reason] : `${reasons[reason]}: ${because}`;
  const why = [moved, isBroad ? 'by results of all requests' : ''].filter((part) => part !== '').join('; ');
  return why === '' ? `asks ${model}` : `asks ${model} (${why})`;
}

/** The model that served and the attempts before it, as text: `served by b/x (moved on: rate-limit) after a/y failed (rate-limited)`. */
export function describeRouted({ served, attempts }: Routed): string {
  const answered = attempts.find(({ outcome }) => outcome === 'served');
  const others = attempts.filter((attempt) => attempt !== answered && attempt.reason !== 'shadow').map(describeAttempt);
  const before = others.length > 0 ? ` after ${others.join(', ')}` : '';
  const beside = attempts.filter(({ reason }) => reason === 'shadow').map(({ model }) => model);
  const shadow = beside.length > 0 ? `; compared with ${beside.join(', ')}` : '';
  if (served === null || !answered) return `nobody answered${before}${shadow}`;
  const why = describeAsk(answered).slice(`asks ${answered.model}`.length);
  return `served by ${served}${why}${before}${shadow}`;
}

function describeAttempt({ model, outcome, error }: RouteAttempt): string {
  if (outcome === 'failed') return `${model} failed${error ? ` (${error.code})` : ''}`;
  if (outcome === 'cancelled') return `${model} was too slow`;
  return outcome === 'helped' ? `${model} told how hard it is` : `${model} did not satisfy`;
}

const reasons: Readonly<Record<Ask['reason'], string>> = {
  first: '',
  'moved-on': 'moved on',
  retry: 'another try',
  probe: 'after its rest',
  hedge: 'the first was slow',
  escalated: 'escalated',
  shadow: 'to compare',
  explored: 'to know its times',
  classify: 'how hard is it',
};
