import { isJsonObject } from '../json.ts';
import { countAt, defined, listAt, textAt } from '../jsonRead.ts';
import type { ListedModel } from './provider.ts';

/** Models from any vendor's list answer: `{data: [...]}`, `{models: [...]}` or a bare list; the first of a name counts. */
export function readModelList(answer: unknown): ListedModel[] {
  const list = Array.isArray(answer) ? answer : [...listAt(answer, 'data'), ...listAt(answer, 'models')];
  const models = list.map(readListedModel).filter((model) => model !== undefined);
  return [...new Map(models.reverse().map((model) => [model.model, model])).values()].reverse();
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
      outputLimit: limit('max_tokens', 'outputTokenLimit', 'max_completion_tokens'),
    }),
  };
}
