import type { FailingSuite } from './failingSuites.ts';

/** One way in which a person damages a suite by accident. */
export interface Damage {
  readonly what: string;
  readonly files: FailingSuite['files'];
}

type Random = () => number;
type Files = FailingSuite['files'];

const pick = <Item>(items: readonly Item[], random: Random): Item | undefined =>
  items[Math.floor(random() * items.length)];

/** A slip of the pen in a word: a letter gone, doubled, swapped with its neighbour or another one, or a capital. */
function misspelt(word: string, random: Random): string {
  const at = Math.floor(random() * word.length);
  const letter = word[at] ?? '';
  const slips = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + (word[at + 1] ?? '') + letter + word.slice(at + 2),
    word.slice(0, at) + letter.toUpperCase() + word.slice(at + 1),
    `${word}s`,
    word[0]?.toUpperCase() + word.slice(1),
  ];
  return (
    pick(
      slips.filter((slip) => slip !== word && slip !== ''),
      random,
    ) ?? `${word}x`
  );
}

/** The words of a file that mean something to us. */
const meaningful =
  /\b(?:prompt|prompts|models|providers|cases|tests|defaultTest|vars|assert|type|value|contains|not-contains|testData|evaluators|string|messages|role|content|__expected|file)\b/g;

/** One of the files that a suite is made of; a slip in a prompt is another prompt. */
function anyButPrompt(files: Files, random: Random): string {
  const names = Object.keys(files).filter((file) => !/\.prompt$/.test(file));
  return pick(names, random) ?? '';
}

function misspellKey(files: Files, random: Random): Damage | undefined {
  const name = anyButPrompt(files, random);
  const text = files[name] ?? '';
  const found = pick([...text.matchAll(meaningful)], random);
  if (!found) return undefined;
  const [word] = found;
  const slip = misspelt(word, random);
  const at = found.index;
  return {
    what: `${word} became ${slip} in ${name}`,
    files: { ...files, [name]: text.slice(0, at) + slip + text.slice(at + word.length) },
  };
}

function loseFile(files: Files, random: Random): Damage | undefined {
  const name = pick(Object.keys(files), random);
  if (name === undefined || Object.keys(files).length === 1) return undefined;
  const { [name]: _gone, ...rest } = files;
  return { what: `${name} is gone`, files: rest };
}

function renameFile(files: Files, random: Random): Damage | undefined {
  const name = pick(Object.keys(files).slice(0, -1), random);
  if (name === undefined || /eval\.yaml$|promptfooconfig|prompt\.yml$/.test(name)) return undefined;
  const { [name]: text = '', ...rest } = files;
  return { what: `${name} has another name`, files: { ...rest, [`new-${name.replaceAll('/', '-')}`]: text } };
}

/**
 * The end of a file that was saved half: within the check of its last row, which is the one that fails. A row that ends before its check
 * is one that a person may have written; it is counted as unchecked.
 */
function cutFile(files: Files, random: Random): Damage | undefined {
  const name = anyButPrompt(files, random);
  const text = (files[name] ?? '').trimEnd();
  // Without the rows at its end, such a suite is whole.
  if (text.includes('defaultTest')) return undefined;
  const check = Math.max(...['assert', 'contains', 'not-contains'].map((word) => text.lastIndexOf(word)));
  const from = check < 0 ? text.length : check + 1;
  if (from >= text.length - 1) return undefined;
  const at = from + Math.floor(random() * (text.length - from - 1));
  return {
    what: `${name} ends after ${at} of ${text.length} characters`,
    files: { ...files, [name]: text.slice(0, at) },
  };
}

/** A sign that holds a line together is gone. */
function loseSign(files: Files, random: Random): Damage | undefined {
  const name = anyButPrompt(files, random);
  const text = files[name] ?? '';
  const found = pick([...text.matchAll(/[{}[\]":,]/g)], random);
  if (!found) return undefined;
  return {
    what: `${found[0]} at ${found.index} is gone from ${name}`,
    files: { ...files, [name]: text.slice(0, found.index) + text.slice(found.index + 1) },
  };
}

const wrongValues: readonly (readonly [RegExp, string])[] = [
  [/assert:\n {6}- type: contains\n {8}value: zenith/, 'assert: contains zenith'],
  [/"assert":\[\{"type":"contains","value":"zenith"\}\]/, '"assert":"contains zenith"'],
  [/value: zenith/, 'value: ""'],
  [/value: zenith/, 'value:'],
  [/value: zenith/, 'value: "{{zenith}}"'],
  [/value: zenith/, 'value: file://zenith.txt'],
  [/value: zenith/, 'value: [file://zenith.txt]'],
  [/"value":"zenith"/, '"value":""'],
  [/"value":"zenith"/, '"value":null'],
  [/"value":"zenith"/, '"value":"{{zenith}}"'],
  [/contains:zenith/, 'contains:'],
  [/contains:zenith/, 'contains:{{zenith}}'],
  [/contains:zenith/, 'file://zenith.js'],
  [/contains: "\{\{expected\}\}"/, 'contains: "{{expcted}}"'],
  [/expected: zenith/, 'expcted: zenith'],
  [/type: contains\n {8}value: zenith/, 'type: regex\n        value: "("'],
  [/type: contains\n {8}value: zenith/, 'type: not-regex\n        value: "(?i)x"'],
  [/type: contains\n {8}value: zenith/, 'type: javascript\n        value: "output.x.y"'],
  [/type: contains\n {8}value: zenith/, 'type: not-javascript\n        value: "outputt"'],
  [/type: contains\n {8}value: zenith/, 'type: is-json\n        value: file://schema.json'],
  [/ {2}- vars: \{word: delta\}/, '  - {word: delta, __expected: "contains:zenith"}\n  - vars: {word: delta}'],
  [/vars: \{word: delta\}\n {4}assert:/, 'providers: [other]\n    vars: {word: delta}\n    assert:'],
  [/vars: \{word: delta\}\n {4}assert:/, 'prompts: [other]\n    vars: {word: delta}\n    assert:'],
  [/word: delta/, 'wrod: delta'],
  [/"word":"delta"/, '"wrod":"delta"'],
  [/"vars":\{"word":"delta"\},/, '"vars":{"word":"delta","assert":[{"type":"contains","value":"zenith"}]},"note":'],
  [/delta,"a, b",contains:zenith/, 'delta,a, b,contains:zenith'],
  [/delta,"a, b",contains:zenith/, 'delta,"a, b,contains:zenith'],
  [/delta,"a, b",contains:zenith/, 'delta,contains:zenith'],
  [/word,note,__expected/, 'word,note,__Expected'],
  [/word,note,__expected/, 'word,note,_expected'],
  [/word,note,__expected/, 'wrd,note,__expected'],
  [/word,note,__expected/, 'word,word,__expected'],
  [/cases: (\S+)/, 'cases: [$1, more.jsonl]'],
  [/tests: file:\/\/rows\.csv/, 'tests: [file://rows.csv, file://gone/*.csv]'],
  [/models: \[test\/echo\]/, 'models: [test/echo, nothing]'],
  [/providers: \[test\/echo\]/, 'providers: [test/echo, "python:x.py"]'],
  [/not-contains/, 'not-contain'],
  [/not-contains/, 'contains-not'],
];

/** Every wrong value that fits somewhere in a suite, one at a time. */
export function wrongValuesIn({ files }: FailingSuite): readonly Damage[] {
  return Object.entries(files).flatMap(([name, text]) =>
    wrongValues
      .filter(([pattern]) => pattern.test(text))
      .map(([pattern, instead]) => ({
        what: `${pattern.source} became ${instead} in ${name}`,
        files: { ...files, [name]: text.replace(pattern, instead) },
      })),
  );
}

/** What an editor or a transfer does to a whole file. */
function recode(files: Files, random: Random): Damage | undefined {
  const name = pick(Object.keys(files), random) ?? '';
  const text = files[name] ?? '';
  const forms = [
    ['a byte order mark', `\uFEFF${text}`],
    ['Windows line ends', text.replaceAll('\n', '\r\n')],
    ['old line ends', text.replaceAll('\n', '\r')],
    ['NUL characters', [...text].join('\0')],
    ['tabs for blanks', text.replace(/^ {2}/gm, '\t')],
    ['nothing', ''],
    ['a second document', `${text}\n---\n- nothing\n`],
    ['itself twice', `${text}${text}`],
  ] as const;
  const [what, changed] = pick(forms, random) ?? forms[0];
  return { what: `${name} has ${what}`, files: { ...files, [name]: changed } };
}

const ways = [misspellKey, misspellKey, loseSign, loseSign, cutFile, loseFile, renameFile, recode];

/** A damage of a suite; undefined where the way that was drawn does not apply. */
export function damaged(suite: FailingSuite, random: Random): Damage | undefined {
  if (random() < 0.2) return pick(wrongValuesIn(suite), random);
  return pick(ways, random)?.(suite.files, random);
}
