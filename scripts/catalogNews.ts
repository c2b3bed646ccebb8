import type { CatalogEntry } from '../src/core/pricing/catalog.ts';

/** Announcements that are not in the lists from which the catalog is built, or that differ from them. */
export const catalogNews: readonly (Pick<CatalogEntry, 'id'> & Partial<CatalogEntry>)[] = [
  // The model was announced on 2026-11-23.
  {
    id: 'anthropic/claude-opus-4-5',
    endsOn: '2027-01-22',
    successor: 'anthropic/claude-opus-5-5',
    endSource: 'Modelpin 0.5.7',
  },
  {
    id: 'groq/llama-3.3-70b-versatile',
    endsOn: '2026-08-16',
    endSource: 'a public issue',
  },
  // The page says "through December 31, 2026": https://ai.google.dev/gemini-api/docs/pricing
  { id: 'google/gemini-3.6-flash', priceUntil: '2026-12-31', nextPrice: { input: 1.5, output: 7.5 } },
  { id: 'google/gemini-3.7-flash', priceUntil: '2026-12-31' },
  { id: 'google/gemini-3.8-flash', priceUntil: '2026-12-31' },
  {
    id: 'openai/gpt-5.6-luna',
    priceFrom: '2026-07-30',
    earlierPrices: [{ price: { input: 1, output: 6 }, until: '2026-07-29' }],
  },
  {
    id: 'openai/gpt-5.6-terra',
    priceFrom: '2026-07-30',
    earlierPrices: [{ price: { input: 2.5, output: 15 }, until: '2026-07-29' }],
  },
  {
    id: 'openai/gpt-5.6-sol',
    priceFrom: '2026-08-21',
    earlierPrices: [{ price: { input: 5, output: 30 }, until: '2026-08-20' }],
    note: 'The price was announced as a promotion, at least through 2026-11-21.',
  },
];
