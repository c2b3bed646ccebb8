import { defined } from '../../jsonRead.ts';
import type { HeaderReader } from './retryAfter.ts';
import type { Ending } from './streamReader.ts';

/**
 * The serving model that a LiteLLM proxy names in its headers, on whichever wire it was asked; the body has the name of the group. Empty
 * where no such proxy answered. https://docs.litellm.ai/docs/proxy/response_headers
 */
export function litellmServing(
  headers: HeaderReader | undefined,
  model: string,
): Pick<Ending, 'servedModel' | 'isFallback'> {
  const told = (name: string) => headers?.get(`x-litellm-${name}`) || undefined;
  const group = told('model-group');
  const fallbacks = Number(told('attempted-fallbacks') ?? 0);
  const isKnown = group !== undefined && !group.includes('*');
  return defined({
    servedModel: told('model-name') ?? (fallbacks > 0 ? group : undefined),
    isFallback: fallbacks > 0 ? true : isKnown ? group !== model : undefined,
  });
}
