import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Usage } from '../../messages.ts';
import { numberIn } from './fields.ts';

/** What the counts of a file mean. Anthropic's wire and some exports count cached tokens, or reasoning, beside the others. */
export interface CountMeaning {
  readonly inputHasCached: boolean;
  readonly outputHasReasoning: boolean;
}

export const inclusiveCounts: CountMeaning = { inputHasCached: true, outputHasReasoning: true };
export const separateCounts: CountMeaning = { inputHasCached: false, outputHasReasoning: false };
/** Anthropic counts what was read from and written to the cache beside `input_tokens`: https://docs.claude.com/en/docs/build-with-claude/prompt-caching */
export const anthropicCounts: CountMeaning = { inputHasCached: false, outputHasReasoning: true };

interface Counts {
  readonly input: number | undefined;
  readonly cached: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly output: number | undefined;
  readonly reasoning: number | undefined;
}

/** The counts in one meaning for all files; a part that is unknown is left out and counts as nothing in a sum that the file states without it. */
export function usageOf(counts: Counts, meaning: CountMeaning): Usage {
  const { input, cached, cacheWrite, output, reasoning } = counts;
  const inputTokens = input === undefined || meaning.inputHasCached ? input : input + (cached ?? 0) + (cacheWrite ?? 0);
  const outputTokens = output === undefined || meaning.outputHasReasoning ? output : output + (reasoning ?? 0);
  return defined({
    inputTokens,
    cachedInputTokens: cached,
    cacheWriteTokens: cacheWrite,
    outputTokens,
    reasoningTokens: reasoning,
  });
}

const places = {
  input: ['prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokens', 'input'],
  cached: [
    'prompt_tokens_details.cached_tokens',
    'input_tokens_details.cached_tokens',
    'input_token_details.cache_read',
    'inputTokenDetails.cacheReadTokens',
    'cache_read_input_tokens',
    'input_tokens_cache_read',
    'prompt_cached_tokens',
    'prompt_cache_read_tokens',
    'input_cached_tokens',
    'input_cache_read',
    'cachedInputTokens',
    'cached',
  ],
  cacheWrite: [
    'prompt_tokens_details.cache_write_tokens',
    'input_token_details.cache_creation',
    'cache_creation_input_tokens',
    'input_tokens_cache_write',
    'prompt_cache_creation_tokens',
    'prompt_cache_write_tokens',
    'input_cache_creation',
  ],
  output: ['completion_tokens', 'output_tokens', 'outputTokens', 'completionTokens', 'output'],
  reasoning: [
    'completion_tokens_details.reasoning_tokens',
    'output_tokens_details.reasoning_tokens',
    'output_token_details.reasoning',
    'completion_reasoning_tokens',
    'output_reasoning_tokens',
    'reasoning_tokens',
    'reasoningTokens',
  ],
} as const satisfies Record<keyof Counts, readonly string[]>;

/** The counts of a vendor's or an export's object, under any of the names that are in use. */
export function readUsage(value: JsonValue | undefined, meaning: CountMeaning = inclusiveCounts): Usage {
  if (!isJsonObject(value)) return {};
  const at = (name: keyof Counts) => firstCount(value, places[name]);
  const counts = {
    input: at('input'),
    cached: at('cached'),
    cacheWrite: at('cacheWrite'),
    output: at('output'),
    reasoning: at('reasoning'),
  };
  return usageOf(counts, meaning);
}

function firstCount(value: JsonObject, paths: readonly string[]): number | undefined {
  for (const path of paths) {
    const found = path
      .split('.')
      .reduce<JsonValue | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), value);
    const count = numberIn(found);
    if (count !== undefined && count >= 0) return count;
  }
  return undefined;
}
