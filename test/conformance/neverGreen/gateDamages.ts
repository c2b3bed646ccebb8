import { formats, type GatedCheck, type GatedRow, type GatedSuite, linkKinds } from './gatedSuites.ts';

type Random = () => number;

const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[], random: Random): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is something to choose from');
  return item;
};

export const words = ['alpha', 'beta', 'gamma', 'delta'] as const;
/** The one whose answer gets worse where the change is small. */
export const worseWord = 'gamma';

const contains = (value: string): GatedCheck => ({ type: 'contains', value });
const row = (word: string, index: number): GatedRow => ({
  vars: { word, note: `n${index}`, size: index },
  checks: [contains(word)],
});

/** A suite with a good prompt: what is committed. */
export function goodSuite(random: Random): GatedSuite {
  const format = pick(formats, random);
  const hasPartial = format !== 'github' && random() < 0.4;
  const links = pick(linkKinds, random);
  return {
    format,
    rows: words.map(row),
    prompt: hasPartial ? '{{>tone}} Say {{word}} aloud.' : 'Say {{word}} aloud.',
    tone: 'Please.',
    defaults: random() < 0.4 ? [{ type: 'not-contains', value: 'zebra' }] : [],
    name: 'say',
    folder: random() < 0.3 ? 'evals' : '',
    promptName: 'say',
    dataName: 'rows',
    links: isPossible(links, format, hasPartial) ? links : 'none',
    lineEnd: '\n',
    assertKey: 'assert',
    settings: {},
  };
}

function isPossible(links: GatedSuite['links'], format: GatedSuite['format'], hasPartial: boolean): boolean {
  if (links === 'partial') return hasPartial;
  if (links === 'data') return format === 'jsonl' || format === 'csv' || format === 'bound';
  return links === 'none' || (format !== 'github' && format !== 'bound');
}

export interface WorseSuite {
  readonly what: string;
  readonly suite: GatedSuite;
}

/** The same suite with a worse prompt, for all of its cases or for one. */
function worsePrompt(suite: GatedSuite, random: Random): WorseSuite {
  const hasPartial = suite.prompt.includes('{{>tone}}');
  if (hasPartial && random() < 0.4) return { what: 'a worse partial', suite: { ...suite, tone: 'Whisper.' } };
  const isOne = random() < 0.5;
  const prompt = isOne ? suite.prompt.replace('Say', 'Whisper') : suite.prompt.replace(/Say .*/, 'Nothing at all.');
  return { what: isOne ? 'worse for one case' : 'worse for all cases', suite: { ...suite, prompt } };
}

type Edit = (suite: GatedSuite, random: Random) => GatedSuite | undefined;

const ofRows =
  (edit: (row: GatedRow, random: Random) => GatedRow): Edit =>
  (suite, random) => {
    const isAll = random() < 0.6;
    const only = Math.floor(random() * suite.rows.length);
    return { ...suite, rows: suite.rows.map((each, index) => (isAll || index === only ? edit(each, random) : each)) };
  };
const ofChecks = (edit: (check: GatedCheck) => GatedCheck): Edit =>
  ofRows((each) => ({ ...each, checks: each.checks.map(edit) }));
const unlessGithub =
  (edit: Edit): Edit =>
  (suite, random) =>
    suite.format === 'github' ? undefined : edit(suite, random);

/** Where rows can say more than a table of variables and checks does. */
const unlessTable =
  (edit: Edit): Edit =>
  (suite, random) =>
    suite.format === 'github' || suite.format === 'csv' ? undefined : edit(suite, random);

/** What people edit in the same commit, by what it is called. */
const edits: Readonly<Record<string, Edit>> = {
  'a metadata tag': unlessGithub(ofRows((each) => ({ ...each, metadata: { team: 'blue' } }))),
  'a description': unlessGithub(
    ofRows((each) => ({ ...each, description: `about ${each.vars['word'] ?? each.vars['term']}` })),
  ),
  'an id': unlessGithub((suite) => ({
    ...suite,
    rows: suite.rows.map((each, index) => ({ ...each, id: `case ${index}` })),
  })),
  'a metric': unlessGithub(ofChecks((check) => ({ ...check, metric: 'words' }))),
  'a check more': unlessGithub(
    ofRows((each) => ({ ...each, checks: [...each.checks, { type: 'not-contains', value: 'zebra' }] })),
  ),
  'a looser check': ofChecks((check) => ({ ...check, value: check.value.slice(0, 1) })),
  'a check of another type': unlessGithub(ofChecks((check) => ({ ...check, type: 'icontains' }))),
  'a check that fits everything': unlessGithub(ofChecks((check) => ({ ...check, type: 'regex', value: '.' }))),
  'a check without weight': unlessGithub(ofChecks((check) => ({ ...check, weight: 0 }))),
  'checks taken away': ofRows((each) => ({ ...each, checks: [] })),
  'a misspelt key': unlessGithub((suite) => ({ ...suite, assertKey: 'asserts' })),
  'a transform that says the word': unlessTable(
    ofRows((each) => ({ ...each, options: { transform: 'context.vars.word ?? context.vars.term' } })),
  ),
  'an answer in the suite': unlessTable(ofRows((each) => ({ ...each, providerOutput: words.join(' ') }))),
  'other cases in place of these': (suite) => ({ ...suite, rows: [row('nothing', 7), row('at all', 8)] }),
  'a low threshold': unlessGithub(ofRows((each) => ({ ...each, threshold: 0.01 }))),
  'a default check': (suite) =>
    suite.format === 'bound' ? undefined : { ...suite, defaults: [{ type: 'not-contains', value: 'zulu' }] },
  'no default check': (suite) => ({ ...suite, defaults: [] }),
  'a label of the model': (suite) =>
    suite.format === 'github' || suite.format === 'bound' ? undefined : { ...suite, label: 'main model' },
  'another file format': (suite, random) => {
    if (suite.format === 'github' || suite.format === 'bound') return undefined;
    return { ...suite, format: pick(['yaml', 'jsonl', 'csv', 'promptfoo'], random) };
  },
  'rows in another order': (suite) => ({ ...suite, rows: suite.rows.toReversed() }),
  'a row less': (suite) => ({ ...suite, rows: suite.rows.filter(({ vars }) => Object.values(vars)[0] !== 'beta') }),
  'a row more': (suite) => ({ ...suite, rows: [row('omega', 9), ...suite.rows] }),
  'a column more': ofRows((each) => ({ ...each, vars: { ...each.vars, language: 'en' } })),
  'a column less': (suite) => ({
    ...suite,
    rows: suite.rows.map((each) => ({
      ...each,
      vars: Object.fromEntries(Object.entries(each.vars).filter(([name]) => name !== 'note')),
    })),
  }),
  'an edited column': ofRows((each) => ({ ...each, vars: { ...each.vars, note: 'edited' } })),
  'a column of another name': (suite) => ({
    ...suite,
    prompt: suite.prompt.replace('{{word}}', '{{term}}'),
    rows: suite.rows.map((each) => ({
      ...each,
      vars: Object.fromEntries(
        Object.entries(each.vars).map(([name, value]) => [name === 'word' ? 'term' : name, value]),
      ),
    })),
  }),
  'edited inputs': ofRows((each) => ({
    ...each,
    vars: {
      ...each.vars,
      ...('term' in each.vars ? { term: `${each.vars['term']}!` } : { word: `${each.vars['word']}!` }),
    },
  })),
  'numbers as texts': ofRows((each) => ({ ...each, vars: { ...each.vars, size: String(each.vars['size']) } })),
  'another name of the suite': (suite) => ({ ...suite, name: 'talk' }),
  'another folder': (suite) => ({ ...suite, folder: suite.folder === '' ? 'moved/here' : '' }),
  'another name of the prompt': (suite) => ({ ...suite, promptName: 'talk' }),
  'another name of the data': (suite) => ({ ...suite, dataName: 'cases' }),
  'other line ends': (suite) => ({ ...suite, lineEnd: '\r\n' }),
  'a file in place of a link': (suite) => ({ ...suite, links: 'none' }),
  'a link in place of a file': (suite, random) => {
    const links = pick(linkKinds, random);
    return isPossible(links, suite.format, suite.prompt.includes('{{>tone}}')) ? { ...suite, links } : undefined;
  },
  repeats: (suite) => ({ ...suite, settings: { ...suite.settings, repeat: 2 } }),
};

/** A suite with a worse prompt, edited in up to three other ways at the same time. */
export function worseSuite(good: GatedSuite, random: Random, most = 3): WorseSuite {
  let { what, suite } = worsePrompt(good, random);
  const count = Math.floor(random() * (most + 1));
  for (let made = 0; made < count; ) {
    const [name, edit] = pick(Object.entries(edits), random);
    const edited = edit(suite, random);
    if (!edited) continue;
    suite = edited;
    what += `, ${name}`;
    made++;
  }
  return { what, suite };
}
