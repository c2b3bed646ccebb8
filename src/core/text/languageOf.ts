/** Short words that hardly any text of a language does without, and that few others share. */
const usualWords: Readonly<Record<string, string>> = {
  English: 'the and is are was my you it to of in for that with have not this on be i',
  German: 'der die das und ist nicht ich sie mit ein eine für auf zu im den von habe wie bitte',
  French: 'le la les et est pas je vous un une des pour dans que mon ma avec sur ne du',
  Spanish: 'el los las y es no yo un una para que mi con por en del se al como está',
  Italian: 'il lo gli e è non io un una per che mio con di del sono la mi questo ho',
  Dutch: 'de het een en is niet ik u met voor dat van op mijn te zijn wat heb aan er',
  Polish: 'na nie się że jest mój moja jak po za dla czy proszę są mam ale przez od być gdzie',
  Portuguese: 'o os as e é não eu um uma para que meu com por em do da na se está',
};

const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Han}/u, 'Chinese'],
  [/\p{Script=Cyrillic}/u, 'Cyrillic script'],
  [/\p{Script=Arabic}/u, 'Arabic script'],
  [/\p{Script=Hebrew}/u, 'Hebrew'],
  [/\p{Script=Greek}/u, 'Greek'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Devanagari script'],
];

const wordSets = Object.entries(usualWords).map(([language, words]) => [language, new Set(words.split(' '))] as const);
/** Fewer usual words say nothing: one of them may stand in any text. */
const fewestWords = 2;
const longest = 2_000;

/** The language of a text by its letters and usual words; undefined for one that is too short or of no language that is known. */
export function languageOf(text: string): string | undefined {
  const start = text.slice(0, longest);
  const letters = start.match(/\p{L}/gu) ?? [];
  const script = scripts.find(
    ([pattern]) => letters.filter((letter) => pattern.test(letter)).length * 4 > letters.length,
  );
  if (script) return script[1];
  const words = start.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = wordSets.map(([language, usual]) => ({
    language,
    count: words.filter((word) => usual.has(word)).length,
  }));
  const [best, second] = counts.toSorted((left, right) => right.count - left.count);
  return best && best.count >= fewestWords && best.count > (second?.count ?? 0) ? best.language : undefined;
}
