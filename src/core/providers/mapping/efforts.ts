import { type ReasoningEffort, reasoningEfforts } from '../../messages.ts';
import { bareName } from '../contract/capabilities.ts';
import type { Warnings } from '../contract/warnings.ts';

/** The efforts that each model knows; the first match counts. From `reasoning_options` of https://models.dev, read 2026-11-20. */
const knownEfforts: readonly (readonly [RegExp, readonly ReasoningEffort[]])[] = [
  [/^gpt-6-astra/, ['low', 'medium', 'high', 'xhigh', 'max']],
  [/^gpt-(?:6|5\.6)/, ['none', 'low', 'medium', 'high', 'xhigh', 'max']],
  [/^gpt-5-pro/, ['high']],
  [/^gpt-5\.\d+-pro/, ['medium', 'high', 'xhigh']],
  [/^gpt-5\.\d+-chat/, ['medium']],
  [/^gpt-5\.1/, ['none', 'low', 'medium', 'high']],
  [/^gpt-5\.\d/, ['none', 'low', 'medium', 'high', 'xhigh']],
  [/^gpt-5/, ['minimal', 'low', 'medium', 'high']],
  [/^o\d|^gpt-oss/, ['low', 'medium', 'high']],
  [/^claude-opus-4-5/, ['low', 'medium', 'high']],
  [/^claude-(?:opus|sonnet)-4-6/, ['low', 'medium', 'high', 'max']],
  [/^claude-/, ['low', 'medium', 'high', 'xhigh', 'max']],
  [/^gemini-3\.(?:[7-9]|\d\d)/, ['low', 'medium', 'high']],
  [/^gemini-3(?:\.\d+)?-pro/, ['low', 'medium', 'high']],
  [/^gemini-3/, ['minimal', 'low', 'medium', 'high']],
  [/^gemini-flash-latest/, ['low', 'medium', 'high']],
  [/^grok-4\.(?:[6-9]|20)/, ['low', 'medium', 'high', 'xhigh']],
  [/^grok-4\.3/, ['none', 'low', 'medium', 'high']],
  [/^grok-/, ['low', 'medium', 'high']],
  [/^(?:mistral|magistral)/, ['none', 'high']],
  [/^deepseek-v4-pro/, ['high', 'max']],
  [/^deepseek/i, ['low', 'high', 'max']],
];

/** The effort to send: the one asked for, or the nearest that the model knows, with a warning. An unknown model gets the one asked for. */
export function effortFor(model: string, asked: ReasoningEffort, warnings: Warnings): ReasoningEffort {
  const name = bareName(model);
  const allowed = knownEfforts.find(([pattern]) => pattern.test(name))?.[1];
  if (!allowed || allowed.includes(asked)) return asked;
  const nearest = nearestEffort(asked, allowed);
  warnings.replace(
    'reasoningEffort',
    nearest,
    `${model} knows the efforts ${allowed.join(', ')}, not ${asked}; ${nearest} was sent.`,
  );
  return nearest;
}

function nearestEffort(asked: ReasoningEffort, allowed: readonly ReasoningEffort[]): ReasoningEffort {
  const distance = (effort: ReasoningEffort) =>
    Math.abs(reasoningEfforts.indexOf(effort) - reasoningEfforts.indexOf(asked));
  return allowed.reduce((best, effort) => (distance(effort) < distance(best) ? effort : best));
}
