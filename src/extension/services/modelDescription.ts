import type { CatalogEntry } from '../../core/pricing/catalog.ts';
import { formatPrice } from '../../core/pricing/format.ts';

/**
 * The text beside a model id in a completion, such as `400k context · $0.20 in · $1.25 out per 1M`. It begins with the end of a model that
 * has ended or ends soon.
 */
export function modelDetail(entry: CatalogEntry, end?: string): string {
  const { contextWindow } = entry;
  return [
    ...(end === undefined ? [] : [end]),
    ...(contextWindow === undefined ? [] : [`${tokenCount(contextWindow)} context`]),
    formatPrice(entry),
  ].join(' · ');
}

/** A model's figures as Markdown, with the date of the price, because figures age. */
export function modelPage(id: string, entry: CatalogEntry | undefined): string {
  if (!entry)
    return `**${asText(id)}**\n\nNot in the catalog: context window and price are unknown. It is sent as written.`;
  const { name, contextWindow, outputLimit, priceAbove, date, note, endsOn, endSource, successor, priceUntil } = entry;
  const rows = [
    ...(contextWindow === undefined ? [] : [`Context window: ${tokenCount(contextWindow)} tokens`]),
    ...(outputLimit === undefined ? [] : [`Longest answer: ${tokenCount(outputLimit)} tokens`]),
    `Price: ${formatPrice(entry)}${date === undefined ? '' : ` (as of ${date})`}`,
    ...(priceAbove ?? []).map(({ above, price }) => `Above ${tokenCount(above)} tokens: ${formatPrice({ id, price })}`),
    ...(priceUntil === undefined ? [] : [`The price holds until ${priceUntil}`]),
    ...(endsOn === undefined
      ? []
      : [`Ends on ${endsOn}${successor ? `; successor ${successor}` : ''}${endSource ? ` (${endSource})` : ''}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return `**${asText(name ?? id)}** (${asText(id)})\n\n${rows.map((row) => `- ${asText(row)}`).join('\n')}`;
}

/** Names come from files of the workspace. As Markdown they could load an image from anywhere. */
function asText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!<>|~&:-]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A short form of a number: `128000` becomes `128k`, `1048576` becomes `1.05M`. */
export function tokenCount(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  const [figure, unit] = tokens < 1_000_000 ? [tokens / 1000, 'k'] : [tokens / 1_000_000, 'M'];
  return `${Number(figure.toPrecision(3))}${unit}`;
}
