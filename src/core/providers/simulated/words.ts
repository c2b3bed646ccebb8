const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before being but by can could did do does doing done
  for from get got had has have he her him his how i if in into is it its just let like me more most my no not of on one only or other
  our out over please she should so some still such than that the their them then there these they this those to too up us very was we
  well were what when where which while who why will with would you your today tomorrow yesterday otherwise nobody times therefore please maybe every still even much many first second hello hi dear thanks thank regards since only really`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Sentences of a text, in order; line breaks end one as well. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+(?=\S)|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** The words that carry meaning, in lower case. */
export function meaningfulWords(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll('_', ' ')
      .match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? [];
  return words.filter((word) => word.length > 1 && !stopWords.has(word));
}

/** The words that carry meaning, cut down to a stem, so that "charged twice" meets "double charge". */
export function stemsOf(text: string): string[] {
  return meaningfulWords(text).map(stem);
}

export function stem(word: string): string {
  const bare = word.replace(/['’]s$/, '');
  const cut = bare.replace(/(?:ations?|ings?|edly|ed|ments?|ies|ied|ers?|es|ly|s|e|y)$/, '');
  return cut.length >= 3 ? cut : bare;
}

/** The text without trailing punctuation, starting with a capital. */
export function asPhrase(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:but|and|so|however,)\s+/i, '')
    .replace(/[\s.,;:!?]+$/, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** The first `count` words, with an ellipsis when something was left out. */
export function firstWords(text: string, count: number): string {
  const words = text.split(/\s+/);
  return words.length <= count
    ? text
    : `${words
        .slice(0, count)
        .join(' ')
        .replace(/[,;:.]$/, '')}...`;
}
