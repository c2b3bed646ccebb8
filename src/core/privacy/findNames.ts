import { nameContexts } from './nameContexts.ts';
import type { Finding } from './personalKinds.ts';

/** A word of a name: `Łukasz`, `O'Neil`, `Jean-Luc`, `J.`. */
const word = "\\p{Lu}(?:[\\p{L}’'-]*[\\p{L}]|\\.)?";
const particle =
  "(?:van(?: de[rn]?)?|von(?: der)?|de(?: la| los| las)?|del|della|di|da|do|dos|das|den|der|du|des|la|le|el|al|bin|ten|ter|te|zu|y|e|'t|ʼt|d’|d')";
const name = `${word}(?: (?:${particle} ?)?${word}){0,4}`;
const fullName = `${word}(?: (?:${particle} ?)?${word}){1,4}`;

interface NamePattern {
  readonly language: string;
  readonly pattern: RegExp;
}

const before = '(?<![\\p{L}\\p{N}_])';

/** Any capitals in phrases, while names have to start with one: the flag `i` would lift that for names too. */
function anyCase(phrases: string): string {
  return phrases.replace(/\\.|\p{L}/gu, (sign) =>
    sign.length > 1 || sign.toLowerCase() === sign.toUpperCase()
      ? sign
      : `[${sign.toLowerCase()}${sign.toUpperCase()}]`,
  );
}

const patterns: readonly NamePattern[] = Object.entries(nameContexts).flatMap(([language, contexts]) => {
  const make = (source: string) => ({ language, pattern: new RegExp(source, 'gdu') });
  return [
    // One word alone after "I am" is mostly no name: "I am German".
    make(`${before}(?:${anyCase(contexts.before)}) (?:(?:${contexts.titles}) )?(?<name>${fullName})`),
    make(`${before}(?:${anyCase(contexts.closing)})[,.!]?(?: ?[\\r\\n]+ ?| )(?<name>${name})(?=[ .!]*(?:$|[\\r\\n]))`),
    // Two words and more are a name whatever follows them, such as an address in the same line.
    make(`${before}(?:${anyCase(contexts.closing)})(?:[,.!]? ?[\\r\\n]+ ?|, )(?<name>${fullName})`),
    make(`${before}(?:${contexts.titles}) (?<name>${name})`),
  ];
});

/** Names of persons where people write their own: introductions, ends of letters, titles. A name alone in a sentence is not seen. */
export function findNames(text: string): readonly Finding[] {
  return patterns.flatMap(({ language, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match): readonly Finding[] => {
      const place = match.indices?.groups?.['name'];
      return place ? [{ kind: 'person', start: place[0], end: place[1], language }] : [];
    }),
  );
}

const addressPatterns: readonly NamePattern[] = Object.entries(nameContexts).map(([language, { lives }]) => ({
  language,
  pattern: new RegExp(
    `${before}(?:${anyCase(lives)})\\s+(?<place>[^\\r\\n]{6,120}?)(?=\\.(?:\\s|$)|[\\r\\n]|$)`,
    'gdu',
  ),
}));

/** Postal addresses behind a phrase that leads to one; they have a number and a capital. */
export function findAddresses(text: string): readonly Finding[] {
  return addressPatterns.flatMap(({ language, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match): readonly Finding[] => {
      const place = match.indices?.groups?.['place'];
      if (!place) return [];
      const found = addressEnd(text.slice(place[0], place[1]), text, place[0]);
      return /\d/.test(found) && /\p{Lu}/u.test(found)
        ? [{ kind: 'address', start: place[0], end: place[0] + found.length, language }]
        : [];
    }),
  );
}

/** An abbreviation such as "Str." is no end of an address that has no number so far. */
function addressEnd(found: string, text: string, start: number): string {
  if (/\d/.test(found)) return found;
  const [longer = found] = /^[^\r\n]{6,160}?\d[^\r\n]*?(?=\.(?:\s|$)|[\r\n]|$)/.exec(text.slice(start)) ?? [];
  return longer;
}
