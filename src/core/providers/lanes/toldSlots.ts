import { isJsonObject } from '../../json.ts';
import { countAt } from '../../jsonRead.ts';
import type { ProviderAccess } from '../contract/provider.ts';

const largestPage = 1_000_000;

/**
 * The number of requests that a server answers at once, as llama.cpp states it; undefined where it does not. (Ollama states it nowhere:
 * https://github.com/ollama/ollama/issues/17556.)
 */
export async function toldSlots(
  access: Pick<ProviderAccess, 'baseUrl' | 'key' | 'fetch'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  return (await ask(access, 'props', signal)) ?? (await ask(access, 'slots', signal));
}

async function ask(
  { baseUrl, key, fetch }: Pick<ProviderAccess, 'baseUrl' | 'key' | 'fetch'>,
  page: 'props' | 'slots',
  signal: AbortSignal,
): Promise<number | undefined> {
  const stem = baseUrl.replace(/\/+$/, '').replace(/\/v1(?:beta)?$/, '');
  const headers = { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  try {
    const response = await fetch(`${stem}/${page}`, { headers, signal });
    if (response.ok) return slotsIn(JSON.parse(await beginningOf(response)));
    await response.body?.cancel();
  } catch {
    // Not every server knows the page, or is there; the number is then found out by asking.
  }
  return undefined;
}

/** The beginning of a body, up to a limit of characters: a longer body is no such page. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (text.length > largestPage) break;
  }
  return text;
}

function slotsIn(body: unknown): number | undefined {
  const isList = Array.isArray(body) && body.every((slot) => isJsonObject(slot) && typeof slot['id'] === 'number');
  const slots = isList ? body.length : countAt(body, 'total_slots');
  return slots !== undefined && Number.isInteger(slots) && slots > 0 ? slots : undefined;
}
