import { type Detector, detectors } from './detectors.ts';
import { findAddresses, findNames } from './findNames.ts';
import type { Finding } from './personalKinds.ts';
import { isNationalPhone, type PhoneRegion } from './phonePlans.ts';
import { nationalNumber, suspectedForms } from './suspectedForms.ts';

/** The characters before a number in which the word stands that says what it is. */
const reach = 40;

/**
 * What is, or may be, personal in a text, in its order and without overlaps. `words` are words that a person has listed, found in any capitals;
 * `regions`, where the people of the texts live, whose phone numbers are then known without a word beside them.
 * What is not found may still be personal: nobody can say "anonymous" after this, only "none was found".
 */
export function findPersonal(
  text: string,
  words: readonly string[] = [],
  regions: readonly PhoneRegion[] = [],
): readonly Finding[] {
  const found: Finding[] = [];
  const add = (finding: Finding) => {
    const isFree = found.every(({ start, end }) => finding.end <= start || finding.start >= end);
    if (isFree && finding.end > finding.start) found.push(finding);
  };
  for (const word of words) wordPlaces(text, word).forEach(add);
  for (const detector of detectors) detected(text, detector).forEach(add);
  findAddresses(text).forEach(add);
  for (const detector of suspectedForms) detected(text, detector).forEach(add);
  nationalPhones(text, regions).forEach(add);
  // The longest name at a place counts, whichever phrase has led to it.
  [...findNames(text)].sort((left, right) => right.end - right.start - (left.end - left.start)).forEach(add);
  return found.sort((left, right) => left.start - right.start);
}

/** Numbers that fit the plan of a region, of which no word says what they are. */
function nationalPhones(text: string, regions: readonly PhoneRegion[]): readonly Finding[] {
  return [...text.matchAll(nationalNumber)].flatMap(({ 0: written, index }): readonly Finding[] =>
    isNationalPhone(written, text, regions)
      ? [{ kind: 'national-phone', start: index, end: index + written.length }]
      : [],
  );
}

/** What has a form or a check digit alone: quick enough for whole files. */
export function findSure(text: string): readonly Finding[] {
  const found: Finding[] = [];
  for (const finding of detectors.flatMap((detector) => detected(text, detector)))
    if (found.every(({ start, end }) => finding.end <= start || finding.start >= end)) found.push(finding);
  return found.sort((left, right) => left.start - right.start);
}

function detected(text: string, { kind, pattern, cut, word }: Detector): readonly Finding[] {
  return [...text.matchAll(pattern)].flatMap((match): readonly Finding[] => {
    const part = cut ? cut(match[0]) : match[0];
    if (part === undefined || part === '') return [];
    if (word && !word.test(around(text, match.index, match.index + part.length))) return [];
    return [{ kind, start: match.index, end: match.index + part.length }];
  });
}

/** The text before a place, and the little behind it in which German puts its verb: "am 3. Mai 1980 geboren". */
function around(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - reach), start);
  // A word of the sentence before says nothing of this one; the point of an abbreviation has no capital behind it.
  const [own = ''] = before.split(/[.!?]\s+(?=\p{Lu})/u).slice(-1);
  return `${own}|${text.slice(end, end + 10)}`;
}

function wordPlaces(text: string, word: string): readonly Finding[] {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (escaped === '') return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu');
  return [...text.matchAll(pattern)].map((match) => ({
    kind: 'word',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
