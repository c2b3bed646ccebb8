import { isJsonObject } from '../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../jsonRead.ts';
import type { ListedModel } from './provider.ts';

/** Models from any vendor's list answer: `{data: [...]}`, `{models: [...]}` or a bare list; the first of a name counts. */
export function readModelList(answer: unknown): ListedModel[] {
  const list = Array.isArray(answer) ? answer : [...listAt(answer, 'data'), ...listAt(answer, 'models')];
  const models = list.map(readListedModel).filter((model) => model !== undefined);
  return [...new Map(models.reverse().map((model) => [model.model, model])).values()].reverse();
}

/** Limits from LiteLLM's `{data: [{model_name, model_info}]}`; of several servers behind one name the smallest count. */
export function readModelInfo(answer: unknown): readonly ListedModel[] {
  const entries = listAt(answer, 'data').flatMap((entry) => {
    const model = textAt(entry, 'model_name');
    const info = objectAt(entry, 'model_info');
    return model === undefined ? [] : (readListedModel({ ...info, id: model }) ?? []);
  });
  return [...Map.groupBy(entries, ({ model }) => model)].map(([model, own]) => ({
    model,
    ...defined({
      contextWindow: smallest(own.map(({ contextWindow }) => contextWindow)),
      outputLimit: smallest(own.map(({ outputLimit }) => outputLimit)),
    }),
  }));
}

function smallest(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The models with what a second list knows of them besides. */
export function withLimits(models: readonly ListedModel[], more: readonly ListedModel[]): readonly ListedModel[] {
  return models.map((model) => ({ ...more.find((other) => other.model === model.model), ...model }));
}

function readListedModel(entry: unknown): ListedModel | undefined {
  const model = textAt(entry, 'id') ?? textAt(entry, 'name')?.replace(/^models\//, '');
  if (!isJsonObject(entry) || model === undefined || model === '') return undefined;
  const limit = (...keys: readonly string[]) =>
    keys.map((key) => countAt(entry, key)).find((count) => count !== undefined);
  return {
    model,
    ...defined({
      name: textAt(entry, 'display_name') ?? textAt(entry, 'displayName'),
      contextWindow: limit(
        'max_input_tokens',
        'inputTokenLimit',
        'context_length',
        'context_window',
        'max_context_length',
        'max_model_len',
      ),
      outputLimit: limit('max_output_tokens', 'max_tokens', 'outputTokenLimit', 'max_completion_tokens'),
    }),
  };
}
