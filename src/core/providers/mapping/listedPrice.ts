import type { JsonObject } from '../../json.ts';
import { countAt, defined } from '../../jsonRead.ts';
import type { ListedPrice } from '../contract/provider.ts';

/** LiteLLM's price, in USD for one token, as USD per million. Undefined when all are zero, which means that nobody has filled them in. */
export function priceIn(entry: JsonObject): ListedPrice | undefined {
  const input = perMillion(entry, 'input_cost_per_token');
  const output = perMillion(entry, 'output_cost_per_token');
  if ((input ?? 0) === 0 && (output ?? 0) === 0) return undefined;
  return defined({
    input,
    cachedInput: perMillion(entry, 'cache_read_input_token_cost') || undefined,
    cacheWrite: perMillion(entry, 'cache_creation_input_token_cost') || undefined,
    output,
  });
}

/** The highest of each figure; undefined where one of the prices is not known, since that may be the highest. */
export function largestPrice(prices: readonly (ListedPrice | undefined)[]): ListedPrice | undefined {
  const known = prices.filter((price) => price !== undefined);
  if (known.length === 0 || known.length < prices.length) return undefined;
  const largest = (figure: (price: ListedPrice) => number | undefined) => {
    const figures = known.map(figure).filter((value) => value !== undefined);
    return figures.length < known.length ? undefined : Math.max(...figures);
  };
  return defined({
    input: largest(({ input }) => input),
    cachedInput: largest(({ cachedInput }) => cachedInput),
    cacheWrite: largest(({ cacheWrite }) => cacheWrite),
    output: largest(({ output }) => output),
  });
}

function perMillion(entry: JsonObject, key: string): number | undefined {
  const price = countAt(entry, key);
  return price === undefined ? undefined : Number((price * 1_000_000).toPrecision(6));
}
