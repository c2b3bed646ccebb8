// The stemmer of Porter (1980) with the extensions that NLTK made its default: irregular forms, `y` after a consonant,
// `ies` of short words, and no change to words of one or two letters.

const irregular: Readonly<Record<string, string>> = {
  sky: 'sky',
  skies: 'sky',
  news: 'news',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  inning: 'inning',
  innings: 'inning',
  outing: 'outing',
  outings: 'outing',
  canning: 'canning',
  cannings: 'canning',
  howe: 'howe',
  proceed: 'proceed',
  exceed: 'exceed',
  succeed: 'succeed',
};

type Rule = readonly [suffix: string, replacement: string];

const secondStep: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
];

const thirdStep: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

const fourthStep = 'al ance ence er ic able ible ant ement ment ent sion tion ou ism ate iti ous ive ize'.split(' ');

/** The stem of a word in lower case. */
export function porterStem(word: string): string {
  const known = irregular[word];
  if (known !== undefined && Object.hasOwn(irregular, word)) return known;
  if (word.length <= 2) return word;
  return [plural, pastOrParticiple, finalY, derived, shortened, dropped, finalE, doubleL].reduce(
    (stem, step) => step(stem),
    word,
  );
}

function isConsonant(word: string, index: number): boolean {
  const letter = word[index] ?? '';
  if ('aeiou'.includes(letter)) return false;
  return letter !== 'y' || index === 0 || !isConsonant(word, index - 1);
}

/** The number of times that a vowel is followed by a consonant. */
function measure(stem: string): number {
  let count = 0;
  for (let index = 1; index < stem.length; index++) {
    if (isConsonant(stem, index) && !isConsonant(stem, index - 1)) count++;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  return [...stem].some((_, index) => !isConsonant(stem, index));
}

function endsInDouble(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && isConsonant(word, word.length - 1);
}

/** True for a stem that ends in consonant, vowel and a consonant other than w, x and y, or is a vowel and a consonant alone. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (word.length === 2) return !isConsonant(word, 0) && isConsonant(word, 1);
  if (word.length < 3) return false;
  const pattern = isConsonant(word, last) && !isConsonant(word, last - 1) && isConsonant(word, last - 2);
  return pattern && !'wxy'.includes(word[last] ?? '');
}

function without(word: string, suffix: string): string {
  return word.slice(0, word.length - suffix.length);
}

function plural(word: string): string {
  if (word.endsWith('ies') && word.length === 4) return without(word, 's');
  if (word.endsWith('sses') || word.endsWith('ies')) return without(word, 'es');
  return word.endsWith('s') && !word.endsWith('ss') ? without(word, 's') : word;
}

function pastOrParticiple(word: string): string {
  if (word.endsWith('ied')) return without(word, word.length === 4 ? 'd' : 'ed');
  if (word.endsWith('eed')) return measure(without(word, 'eed')) > 0 ? without(word, 'd') : word;
  const suffix = ['ed', 'ing'].find((ending) => word.endsWith(ending) && hasVowel(without(word, ending)));
  if (suffix === undefined) return word;
  const stem = without(word, suffix);
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDouble(stem)) return 'lsz'.includes(stem.at(-1) ?? '') ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function finalY(word: string): string {
  const stem = without(word, 'y');
  return word.endsWith('y') && stem.length > 1 && isConsonant(stem, stem.length - 1) ? `${stem}i` : word;
}

function byRules(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const stem = without(word, rule[0]);
  return measure(stem) > 0 ? stem + rule[1] : word;
}

function derived(word: string): string {
  if (word.endsWith('alli') && measure(without(word, 'alli')) > 0) return derived(without(word, 'li'));
  if (word.endsWith('logi')) return measure(without(word, 'ogi')) > 0 ? without(word, 'i') : word;
  return byRules(word, secondStep);
}

function shortened(word: string): string {
  return byRules(word, thirdStep);
}

function dropped(word: string): string {
  const suffix = fourthStep.find((ending) => word.endsWith(ending));
  if (suffix === undefined) return word;
  // The first letter of `sion` and `tion` belongs to the stem.
  const stem = without(word, suffix.endsWith('ion') ? 'ion' : suffix);
  return measure(stem) > 1 ? stem : word;
}

function finalE(word: string): string {
  const stem = without(word, 'e');
  if (!word.endsWith('e')) return word;
  return measure(stem) > 1 || (measure(stem) === 1 && !endsShort(stem)) ? stem : word;
}

function doubleL(word: string): string {
  return word.endsWith('ll') && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}
