import { isKnownMatter } from './lexicon.ts';
import { sentencesOf, stem, stemsOf } from './words.ts';

const courtesy =
  /^(?:hello|hi|hey|dear|thanks|thank you|best|regards|kind regards|cheers|sincerely|good (?:morning|day|afternoon))\b[^.!?]{0,40}[.!?,]?$/i;

/** Sentences that say something, without greetings and signatures. */
export function substanceOf(text: string): string[] {
  const sentences = sentencesOf(text);
  const substance = sentences.filter((sentence) => !courtesy.test(sentence) && sentence.split(/\s+/).length >= 3);
  return substance.length > 0 ? substance : sentences;
}

/** The `count` weightiest sentences in their own order: frequent words, a request and an early place give weight. */
export function keySentences(text: string, count: number): string[] {
  const sentences = substanceOf(text);
  const frequency = new Map<string, number>();
  for (const word of stemsOf(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weighed = sentences.map((sentence, index) => ({
    sentence,
    index,
    weight: weightOf(sentence, index, frequency),
  }));
  const best = weighed.sort((left, right) => right.weight - left.weight).slice(0, count);
  return best.sort((left, right) => left.index - right.index).map((entry) => entry.sentence);
}

/** The sentence that shares most with a question; undefined when none shares anything. */
export function mostRelevant(text: string, question: string): string | undefined {
  const asked = new Set(stemsOf(question));
  const measure = stem(/\bhow (\p{L}{3,})/iu.exec(question)?.[1]?.toLowerCase() ?? '');
  const scored = substanceOf(text)
    .filter((sentence) => !sentence.endsWith('?'))
    .map((sentence) => ({
      sentence,
      shared: stemsOf(sentence).reduce((sum, word) => sum + (word === measure ? 3 : asked.has(word) ? 1 : 0), 0),
    }));
  const best = scored.sort((left, right) => right.shared - left.shared)[0];
  return best && best.shared > 0 ? best.sentence : undefined;
}

/** The topics of a text: the words used most, those of a known matter before the others, without names and addresses. */
export function topics(text: string, count: number): string[] {
  const spoken = text
    .replace(/\S+@\S+|https?:\S+/g, ' ')
    .replace(/(?<=[\p{Ll},]\s|\n)\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+)*/gu, ' ');
  const words = (spoken.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => stemsOf(word).length > 0);
  const weight = new Map<string, number>();
  for (const word of words) weight.set(word, (weight.get(word) ?? (isKnownMatter(stem(word)) ? 2 : 0)) + 1);
  const ordered = [...weight].sort(([left, more], [right, less]) => less - more || right.length - left.length);
  return ordered.slice(0, count).map(([word]) => word);
}

function weightOf(sentence: string, index: number, frequency: ReadonlyMap<string, number>): number {
  const words = stemsOf(sentence);
  const common = words.reduce((sum, word) => sum + (frequency.get(word) ?? 0), 0) / Math.sqrt(words.length + 1);
  const wish = /\b(?:please|want|need|would like|asking|but|however|must)\b/i.test(sentence) ? 1.5 : 0;
  return common + wish + (index === 0 ? 1 : 0) + (/\d/.test(sentence) ? 0.5 : 0);
}
