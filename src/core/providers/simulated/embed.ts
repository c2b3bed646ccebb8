import { PolypromptError } from '../../errors.ts';
import { hashJson } from '../../hash.ts';
import type { EmbeddingQuestion, Embeddings } from '../contract/provider.ts';
import { stemsOf } from './words.ts';

const embeddingModel = 'embedding';
const dimensions = 256;

/** Counts word stems, each in a place of its own, so that texts of the same words are near each other. It is no real model's embedding. */
export async function simulatedEmbeddings({ model, texts }: EmbeddingQuestion): Promise<Embeddings> {
  if (model === embeddingModel) return { vectors: texts.map(vectorOf) };
  throw new PolypromptError('model-not-found', `There is no simulated model "${model}" for embeddings.`, {
    hint: `Choose simulated/${embeddingModel}.`,
  });
}

function vectorOf(text: string): readonly number[] {
  const counts = new Array<number>(dimensions).fill(0);
  const stems = stemsOf(text);
  // A text without any meaningful word still has a place.
  for (const stem of stems.length > 0 ? stems : [text]) {
    const place = Number.parseInt(hashJson(stem).slice(0, 8), 16) % dimensions;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}
