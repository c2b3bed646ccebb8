import { parseModelRef } from '../modelRef.ts';
import { type ModelKnowledge, suggestModels } from './modelKnowledge.ts';
import type { Problem } from './problem.ts';
import type { TextRange } from './range.ts';

/** Whether a model that a file names can be run; a model that is merely not in the list of a known provider is sent as written. */
export function lintModel(model: string, range: TextRange, knowledge: ModelKnowledge): readonly Problem[] {
  const ref = parseModelRef(model);
  const suggestions = suggestModels(model, knowledge);
  const advice = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : '';
  const report = (severity: Problem['severity'], message: string): readonly Problem[] => [
    { severity, code: 'unknown-model', message: `${message}${advice}`, range },
  ];
  if (!ref) return report('error', `"${model}" names no provider: write provider/model.`);
  if (!knowledge.providers.includes(ref.provider))
    return report('error', `There is no provider "${ref.provider}": write provider/model.`);
  const known = knowledge.models.filter(({ id }) => id.startsWith(`${ref.provider}/`));
  if (known.length === 0 || known.some(({ id }) => id === model)) return [];
  return report('information', `"${model}" is not in the list of models; it is sent as written.`);
}
