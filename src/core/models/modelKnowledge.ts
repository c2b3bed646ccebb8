import { closest } from '../text/closest.ts';
import { parseModelRef } from './modelRef.ts';

/** The models that can be named at the moment, for completion, hover and Problems. */
export interface ModelKnowledge {
  /** `id` is `provider/model`; `detail` one short line such as "400k context · $0.20 in · $1.25 out". */
  readonly models: readonly { readonly id: string; readonly detail: string }[];
  /** Every provider that can be asked, those without a model list included. */
  readonly providers: readonly string[];
  /** The routes of the workspace folder, as `route:name`; undefined where they are not known. */
  readonly routes?: readonly string[];
  /** A sentence that says why a route cannot be asked just now; undefined when it can. */
  readonly routeProblem?: (id: string) => string | undefined;
  /**
   * The end of a model that has ended or ends soon, such as `ends 2026-12-11, in 12 days; successor openai/gpt-6-luna`; undefined for other
   * models.
   */
  readonly endOf?: (id: string) => string | undefined;
}

/** Known ids that are similar to a misspelt one, best first; a name without a provider is sought among the models of all providers. */
export function suggestModels(id: string, knowledge: ModelKnowledge, limit = 3): readonly string[] {
  const ids = knowledge.models.map((model) => model.id);
  const ref = parseModelRef(id);
  if (!ref) {
    const byName = new Map(ids.map((known) => [parseModelRef(known)?.model ?? known, known]));
    return closest(id, byName.keys(), limit).map((name) => byName.get(name) ?? name);
  }
  const isKnown = knowledge.providers.includes(ref.provider);
  const sameProvider = ids.filter((known) => known.startsWith(`${ref.provider}/`));
  return closest(id, isKnown ? sameProvider : ids, limit);
}
