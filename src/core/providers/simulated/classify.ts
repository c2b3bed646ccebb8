import { relatedStems } from './lexicon.ts';
import { sentencesOf, stem, stemsOf } from './words.ts';

/** A label that the prompt offers, with its meaning as the prompt gives it. */
export interface Option {
  readonly label: string;
  readonly gloss: string;
}

export interface Ranked {
  readonly option: Option;
  readonly score: number;
  /** The sentence that speaks most for it; empty when none does. */
  readonly evidence: string;
}

const fallbackLabel = /^(?:other|none|unknown|general|neutral|misc|miscellaneous|unclear|n\/?a|medium|normal)\b/i;
const negation = /\b(?:not|no|never|isn't|wasn't|don't|doesn't|didn't|without|can't|cannot)\b/i;

/** Ranks the labels, best first. The text after a "but" counts double, since that is where people say what they want. */
export function classify(options: readonly Option[], material: string): Ranked[] {
  const sentences = sentencesOf(material);
  const ranked = options.map((option) => rank(option, sentences));
  return ranked.sort((left, right) => right.score - left.score);
}

function rank(option: Option, sentences: readonly string[]): Ranked {
  const labelStems = stemsOf(option.label);
  const named = new Set(labelStems);
  const glossed = new Set(stemsOf(option.gloss));
  const neighbours = new Set(
    [option.label.toLowerCase(), ...labelStems].flatMap((word) => [...relatedStems(stem(word))]),
  );
  let best = { evidence: '', score: 0 };
  let score = fallbackLabel.test(option.label) ? 0.4 : 0;
  for (const sentence of sentences) {
    const worth = stemsOf(sentence).reduce(
      (sum, word) => sum + (named.has(word) ? 2 : glossed.has(word) ? 1.2 : neighbours.has(word) ? 1 : 0),
      0,
    );
    const weighed = worth * weightOf(sentence, option);
    score += weighed;
    if (weighed > best.score) best = { evidence: sentence, score: weighed };
  }
  return { option, score, evidence: best.evidence };
}

function weightOf(sentence: string, option: Option): number {
  const turn = /\b(?:but|however|instead|actually|though)\b/i.test(sentence) ? 2 : 1;
  const denied = /^(?:positive|happy|satisfied|good)/i.test(option.label) && negation.test(sentence);
  return denied ? 0 : turn;
}
