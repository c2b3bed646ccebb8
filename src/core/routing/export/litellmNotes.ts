import { isRouteId } from '../../routeId.ts';
import {
  type CascadeRoute,
  errorCauses,
  type FallbackRoute,
  type LatencyRoute,
  type Route,
  stepsOf,
} from '../route.ts';
import type { ExportNotes } from './exportedRoute.ts';

/** Notes the parts of one route that LiteLLM does in another way, or not at all. */
export function noteLitellm(route: Route, notes: ExportNotes): void {
  noteNesting(route, notes);
  switch (route.kind) {
    case 'fallback':
      noteFallback(route, notes);
      break;
    case 'cascade':
      noteCascade(route, notes);
      break;
    case 'cost':
      noteRetries(route, notes);
      notes.add(
        `${route.name}.classify`,
        'LiteLLM does not tell simple requests from hard ones: all of them go the same way.',
      );
      notes.add(
        `${route.name}.floor`,
        'LiteLLM asks the cheapest by the prices of today, which are written out; a target whose results stay under the floor was left out, where they are known.',
      );
      break;
    case 'latency':
      noteLatency(route, notes);
      break;
    case 'weighted':
      notes.add(
        `${route.name}.weighted`,
        'LiteLLM throws dice for each request: the same request need not go to the same target again.',
      );
      break;
    case 'shadow':
      if (route.share < 1)
        notes.add(
          `${route.name}.shadow.share`,
          'LiteLLM asks the others beside every request, not beside a share of them.',
        );
  }
}

/** Notes retries; LiteLLM's groups have no order of their own. */
function noteRetries({ name, kind }: Route, notes: ExportNotes): void {
  notes.add(`${name}.${kind}`, 'After a failure LiteLLM chooses in the same way again, which may be the same target.');
}

function noteNesting(route: Route, notes: ExportNotes): void {
  for (const step of stepsOf(route)) {
    if (!isRouteId(step.target)) continue;
    if (step.timeoutMs !== undefined)
      notes.add(`${route.name}.timeout`, `LiteLLM has no time limit for all of ${step.target}: it is left out there.`);
    if (step.retries > 0)
      notes.add(`${route.name}.retries`, `LiteLLM does not try all of ${step.target} again: its retries are left out.`);
  }
}

function noteFallback(route: FallbackRoute, notes: ExportNotes): void {
  const { on, name, contextSteps, policySteps, cooldown } = route;
  const lists = [...(contextSteps ? ['context-too-long'] : []), ...(policySteps ? ['content-policy'] : [])];
  const unwanted = errorCauses.filter((cause) => !on.includes(cause) && !lists.includes(cause));
  if (unwanted.length > 0)
    notes.add(`${name}.on`, `LiteLLM moves on after every error, so after ${listed(unwanted)} too.`);
  const missed = on.filter((cause) => !errorCauses.includes(cause));
  if (missed.length > 0)
    notes.add(`${name}.on`, `LiteLLM takes every answer as good: it does not move on after ${listed(missed)}.`);
  if (!cooldown) return;
  if (cooldown.windowMs !== cooldown.restMs)
    notes.add(
      `${name}.cooldown.window`,
      `LiteLLM counts failures within the rest itself (${cooldown.restMs / 1000} s), not within ${cooldown.windowMs / 1000} s.`,
    );
  notes.add(
    `${name}.cooldown.failures`,
    'LiteLLM counts each kind of failure (429, time-out, 500, 502, 503) by itself, and a lost connection not at all.',
  );
  notes.add(`${name}.cooldown.rest`, 'After a rest LiteLLM sends all requests again, not one that finds out.');
}

function noteCascade({ name, checks, judge, on }: CascadeRoute, notes: ExportNotes): void {
  if (checks.length > 0) notes.add(`${name}.assert`, 'LiteLLM checks no answers: the first one that comes serves.');
  if (judge !== undefined) notes.add(`${name}.judge`, 'LiteLLM asks no judge.');
  const missed = on.filter((cause) => cause !== 'error');
  if (missed.length > 0)
    notes.add(`${name}.on`, `LiteLLM goes to the next target after errors alone, not after ${listed(missed)}.`);
  if (!on.includes('error')) notes.add(`${name}.on`, 'LiteLLM goes to the next target after every error.');
}

function noteLatency(route: LatencyRoute, notes: ExportNotes): void {
  const { name, measure, hedge, tolerance } = route;
  noteRetries(route, notes);
  if (hedge !== undefined) notes.add(`${name}.hedge`, 'LiteLLM asks no second target while it waits for the first.');
  if (tolerance > 0)
    notes.add(`${name}.tolerance`, 'LiteLLM chooses at random within the tolerance, not the cheaper target.');
  notes.add(
    `${name}.measure`,
    measure === 'total'
      ? 'LiteLLM compares time for each token of the answer, and the time to the first token of streams.'
      : 'LiteLLM compares the time to the first token of streams only; without one, time for each token of the answer.',
  );
  notes.add(`${name}.latency`, 'LiteLLM does not tell short prompts from long ones when it compares times.');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
