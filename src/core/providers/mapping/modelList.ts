import { isJsonObject, type JsonObject } from '../../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ListedModel } from '../contract/provider.ts';
import { dateAt } from './listedDate.ts';
import { largestPrice, priceIn } from './listedPrice.ts';
import { isForChat } from './modelKind.ts';

/**
 * Reads the chat models of any vendor's list: `{data: [...]}`, `{models: [...]}` or a bare list; of a repeated name the first entry counts.
 */
export function readModelList(answer: unknown): ListedModel[] {
  const list = Array.isArray(answer) ? answer : [...listAt(answer, 'data'), ...listAt(answer, 'models')];
  const models = list.map(readListedModel).filter((model) => model !== undefined);
  return [...new Map(models.reverse().map((model) => [model.model, model])).values()].reverse();
}

/**
 * The facts in LiteLLM's `{data: [{model_name, model_info}]}` that its list lacks, and the models that are for something else than chat.
 */
export interface ModelInfo {
  readonly models: readonly ListedModel[];
  readonly others: ReadonlySet<string>;
}

/**
 * Reads LiteLLM's second list. For several servers behind one name the smallest limits, the earliest end and the highest price count, so
 * that a limit on money holds.
 */
export function readModelInfo(answer: unknown): ModelInfo {
  const groups = Map.groupBy(listAt(answer, 'data'), (entry) => textAt(entry, 'model_name') ?? '');
  groups.delete('');
  const models: ListedModel[] = [];
  const others = new Set<string>();
  for (const [model, entries] of groups) {
    const own = entries.flatMap((entry) => readListedModel({ ...objectAt(entry, 'model_info'), id: model }) ?? []);
    if (own.length === 0) others.add(model);
    else models.push(joined(model, own));
  }
  return { models, others };
}

function joined(model: string, own: readonly ListedModel[]): ListedModel {
  const ends = own.map(({ endsOn }) => endsOn).filter((end) => end !== undefined);
  return {
    model,
    ...defined({
      contextWindow: smallest(own.map(({ contextWindow }) => contextWindow)),
      outputLimit: smallest(own.map(({ outputLimit }) => outputLimit)),
      price: largestPrice(own.map(({ price }) => price)),
      endsOn: ends.sort()[0],
    }),
  };
}

function smallest(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Adds the facts of a second list to the models, and leaves out those that it says are for something else. */
export function withInfo(models: readonly ListedModel[], { models: more, others }: ModelInfo): readonly ListedModel[] {
  return models
    .filter(({ model }) => !others.has(model))
    .map((model) => ({ ...more.find((other) => other.model === model.model), ...model }));
}

function readListedModel(entry: unknown): ListedModel | undefined {
  const model = textAt(entry, 'id') ?? textAt(entry, 'name')?.replace(/^models\//, '');
  if (!isJsonObject(entry) || model === undefined || model === '' || !isForChat(model, entry)) return undefined;
  return {
    model,
    ...defined({
      name: textAt(entry, 'display_name') ?? textAt(entry, 'displayName'),
      ...limitsIn(entry),
      price: priceIn(entry),
      endsOn: dateAt(entry, ['shutdown_date', 'retires_at', 'deprecation', 'expiration_date', 'deprecation_date']),
      successor: textAt(entry, 'deprecation_replacement_model') ?? textAt(entry, 'successor_model'),
    }),
  };
}

function limitsIn(entry: JsonObject): Pick<ListedModel, 'contextWindow' | 'outputLimit'> {
  const limit = (...keys: readonly string[]) =>
    keys.map((key) => countAt(entry, key)).find((count) => count !== undefined && count > 0);
  return defined({
    contextWindow:
      limit(
        'max_input_tokens',
        'inputTokenLimit',
        'context_length',
        'context_window',
        'max_context_length',
        'max_model_len',
      ) ??
      // The window with which llama.cpp was started; the model may have been trained for a larger one.
      countAt(objectAt(entry, 'meta'), 'n_ctx'),
    outputLimit: limit('max_output_tokens', 'max_tokens', 'outputTokenLimit', 'max_completion_tokens'),
  });
}
