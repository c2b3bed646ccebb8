import { parseModelRef } from '../modelRef.ts';
import type { Problem } from '../text/problem.ts';
import type { Located, PromptDocument } from './document.ts';
import { type ModelKnowledge, suggestModels } from './modelKnowledge.ts';

/** Models that nobody can run, and those that are merely not in the list of a known provider. */
export function lintModels(document: PromptDocument, knowledge: ModelKnowledge): readonly Problem[] {
  const named = [...(document.model ? [document.model] : []), ...document.models];
  return named.flatMap((model) => lintModel(model, knowledge));
}

function lintModel({ value, range }: Located<string>, knowledge: ModelKnowledge): readonly Problem[] {
  const ref = parseModelRef(value);
  const suggestions = suggestModels(value, knowledge);
  const advice = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : '';
  const report = (severity: Problem['severity'], message: string): readonly Problem[] => [
    { severity, code: 'unknown-model', message: `${message}${advice}`, range },
  ];
  if (!ref) return report('error', `"${value}" names no provider: write provider/model.`);
  if (!knowledge.providers.includes(ref.provider))
    return report('error', `There is no provider "${ref.provider}": write provider/model.`);
  const known = knowledge.models.filter(({ id }) => id.startsWith(`${ref.provider}/`));
  if (known.length === 0 || known.some(({ id }) => id === value)) return [];
  return report('information', `"${value}" is not in the list of models; it is sent as written.`);
}
