import { defined } from '../jsonRead.ts';
import { bleu } from './bleu.ts';
import { gleu } from './gleu.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, reaches, textValue, textValues } from './grader.ts';
import { levenshtein } from './levenshtein.ts';
import { meteor } from './meteor.ts';
import { plainWords } from './ngrams.ts';
import { rougeN, rougeTokens } from './rouge.ts';

/** The most that both lengths may be, since the work is their product. */
const longestForDistance = 20_000;

/**
 * Holds when the edit distance in UTF-16 units is at most the threshold (5 unless given). Throws `invalid-check` for texts that are too
 * long.
 */
export function gradeLevenshtein(input: CheckInput): Finding {
  const expected = textValue(input);
  const threshold = input.assertion.threshold ?? 5;
  const claim = `be within ${threshold} edits of ${excerpt(expected)}`;
  if (expected.length * input.text.length > longestForDistance ** 2) {
    throw invalidCheck(`"levenshtein" compares up to ${longestForDistance} characters; use rouge-n for longer texts.`);
  }
  // The distance is counted in UTF-16 units, as promptfoo does: an emoji is two.
  const distance = levenshtein(expected.split(''), input.text.split(''));
  return { holds: distance <= threshold, claim, expected, detail: `The distance is ${distance}.` };
}

/** Holds when ROUGE-1 (0 to 1), without regard to capitals, reaches the threshold (0.75 unless given). */
export function gradeRouge(input: CheckInput): Finding {
  const expected = textValue(input);
  const score = rougeN(rougeTokens(input.text.toLowerCase()), rougeTokens(expected.toLowerCase()));
  return { ...reaches(score, input.assertion.threshold ?? 0.75, 'ROUGE-1'), expected };
}

/** Holds when BLEU (0 to 1) against the best reference reaches the threshold (0.5 unless given). */
export function gradeBleu(input: CheckInput): Finding {
  const references = textValues(input);
  const weights = bleuWeights(input);
  const score = bleu(lowerWords(input.text), references.map(lowerWords), {
    isByBestReference: true,
    ...defined({ weights }),
  });
  return { ...reaches(score, input.assertion.threshold ?? 0.5, 'BLEU'), ...firstOf(references) };
}

export function gradeGleu(input: CheckInput): Finding {
  const references = textValues(input);
  const score = gleu(plainWords(input.text), references.map(plainWords));
  return { ...reaches(score, input.assertion.threshold ?? 0.5, 'GLEU'), ...firstOf(references) };
}

export function gradeMeteor(input: CheckInput): Finding {
  const references = textValues(input);
  const score = meteor(lowerWords(input.text), references.map(lowerWords));
  return { ...reaches(score, input.assertion.threshold ?? 0.5, 'METEOR'), ...firstOf(references) };
}

/** Words in lower case between blanks, with the marks at their ends. */
function lowerWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function firstOf(references: readonly string[]): Pick<Finding, 'expected'> {
  const [first] = references;
  return first === undefined ? {} : { expected: first };
}

function bleuWeights({ assertion }: CheckInput): readonly number[] | undefined {
  const weights = assertion.config?.['ngram_weights'];
  if (weights === undefined) return undefined;
  const numbers = Array.isArray(weights) ? weights.filter((weight) => typeof weight === 'number') : [];
  if (numbers.length === 4 && Array.isArray(weights) && weights.length === 4) return numbers;
  throw invalidCheck(`"bleu" needs four numbers as ngram_weights; it has ${excerpt(weights)}.`);
}
