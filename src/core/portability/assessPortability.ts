import { PolypromptError } from '../errors.ts';
import { defined } from '../jsonRead.ts';
import type { ModelWarning } from '../messages.ts';
import { ambiguousValues } from '../prompt/ambiguousValues.ts';
import { runParameters } from '../prompt/runParameters.ts';
import { removeSetting, replaceSetting } from '../prompt/settingEdits.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import { requestWarnings } from '../providers/requestWarnings.ts';
import { tryResolve } from '../providers/tryResolve.ts';
import { limitFindings } from './limitFindings.ts';
import type { PortabilityFinding, PortabilityFix } from './portabilityFinding.ts';
import type { PortabilityKnowledge, PortabilityQuestion } from './portabilityQuestion.ts';
import { promptPlaces } from './promptPlaces.ts';

/**
 * Finds everything in a prompt that each model would refuse, drop or change, without a request. For settings and messages it uses the
 * warnings of each provider's request: there is no second table of them.
 */
export function assessPortability(
  question: PortabilityQuestion,
  knowledge: PortabilityKnowledge,
): readonly PortabilityFinding[] {
  const ofModels = question.models.flatMap((model) => [
    ...requestFindings(question, model, knowledge.registry),
    ...limitFindings(question, model, knowledge),
  ]);
  return [...ofModels, ...valueFindings(question)];
}

function requestFindings(
  question: PortabilityQuestion,
  model: string,
  registry: ProviderRegistry,
): readonly PortabilityFinding[] {
  const resolved = tryResolve(registry, model);
  if (resolved instanceof PolypromptError) {
    const range = promptPlaces(question.document).of('model');
    return [{ model, effect: 'rejected', field: 'model', message: `${resolved.message} ${resolved.hint}`, range }];
  }
  const { document, messages } = question;
  const told = requestWarnings(resolved, { messages, parameters: runParameters(document) });
  const byMessage = new Map(told.map((warning) => [`${warning.field} ${warning.message}`, warning] as const));
  return [...byMessage.values()].map((warning) => findingOf(question, model, warning));
}

function findingOf(
  { document, text }: PortabilityQuestion,
  model: string,
  { field, action, message, sent }: ModelWarning,
): PortabilityFinding {
  const places = promptPlaces(document);
  const value = places.valueOf(field);
  const fix = value && fixOf({ text, field, value, sent: action === 'clamped' ? sent : undefined, action });
  return { model, effect: action, field, message, range: places.of(field), ...defined({ fix }) };
}

interface Fixable {
  readonly text: string;
  readonly field: string;
  readonly value: PortabilityFinding['range'];
  readonly sent: ModelWarning['sent'];
  readonly action: ModelWarning['action'];
}

function fixOf({ text, field, value, sent, action }: Fixable): PortabilityFix | undefined {
  if (sent !== undefined) return { title: `Change "${field}" to ${sent}`, edits: [replaceSetting(value, sent)] };
  const edit = action === 'dropped' ? removeSetting(text, value) : undefined;
  return edit && { title: `Remove "${field}"`, edits: [edit] };
}

function valueFindings({ document, text, inputs }: PortabilityQuestion): readonly PortabilityFinding[] {
  return ambiguousValues(document, text, inputs).map(({ name, message, range, wrap }) => ({
    effect: 'doubtful',
    field: `input ${name}`,
    message,
    range,
    ...(wrap ? { fix: wrapFix(range, wrap) } : {}),
  }));
}

function wrapFix(
  { start, end }: PortabilityFinding['range'],
  wrap: { readonly before: string; readonly after: string },
): PortabilityFix {
  return {
    title: `Wrap in ${wrap.before.trim()}`,
    edits: [
      { range: { start, end: start }, text: wrap.before },
      { range: { start: end, end }, text: wrap.after },
    ],
  };
}
