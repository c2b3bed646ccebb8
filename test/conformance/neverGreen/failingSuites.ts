/** Files of a suite by path, and which of them is the suite. */
export interface FailingSuite {
  readonly name: string;
  readonly suite: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What the model of these suites answers: the text that it is sent. Every suite has three rows that pass, and one that does not. */
const words = ['alpha', 'beta', 'gamma', 'delta'] as const;
/** The last row expects what no prompt says. */
const expectedOf = (word: string) => (word === 'delta' ? 'zenith' : word);

const prompt = { 'say.prompt': 'Say {{word}} aloud.\n' };
const head = 'prompt: say.prompt\nmodels: [test/echo]\n';
const promptfoo = 'prompts: ["Say {{word}} aloud."]\nproviders: [test/echo]\n';

const yamlRows = words
  .map((word) => `  - vars: {word: ${word}}\n    assert:\n      - type: contains\n        value: ${expectedOf(word)}\n`)
  .join('');
const jsonRows = words.map((word) => ({ vars: { word }, assert: [{ type: 'contains', value: expectedOf(word) }] }));
const jsonLines = jsonRows.map((row) => `${JSON.stringify(row)}\n`).join('');
const csv = `word,note,__expected\n${words.map((word) => `${word},"a, b",contains:${expectedOf(word)}\n`).join('')}`;

export const failingSuites: readonly FailingSuite[] = [
  {
    name: 'cases in the suite',
    suite: 'a.eval.yaml',
    files: { ...prompt, 'a.eval.yaml': `${head}cases:\n${yamlRows}` },
  },
  {
    name: 'cases in JSON lines',
    suite: 'a.eval.yaml',
    files: { ...prompt, 'a.eval.yaml': `${head}cases: rows.jsonl\n`, 'rows.jsonl': jsonLines },
  },
  {
    name: 'cases in CSV',
    suite: 'a.eval.yaml',
    files: { ...prompt, 'a.eval.yaml': `${head}cases: ./rows.csv\n`, 'rows.csv': csv },
  },
  {
    name: 'checks for all cases',
    suite: 'a.eval.yaml',
    files: {
      ...prompt,
      'a.eval.yaml': `${head}defaultTest:\n  assert:\n    - type: not-contains\n      value: delta\ncases:\n${words.map((word) => `  - vars: {word: ${word}}\n`).join('')}`,
    },
  },
  {
    name: 'a check in a file',
    suite: 'a.eval.yaml',
    files: {
      ...prompt,
      'a.eval.yaml': `${head}cases:\n${words.map((word) => `  - vars: {word: ${word}}\n    assert: file://checks/${expectedOf(word)}.yaml\n`).join('')}`,
      ...Object.fromEntries(
        words.map((word) => [`checks/${expectedOf(word)}.yaml`, `- type: contains\n  value: ${expectedOf(word)}\n`]),
      ),
    },
  },
  {
    name: 'a promptfoo configuration',
    suite: 'promptfooconfig.yaml',
    files: { 'promptfooconfig.yaml': `${promptfoo}tests:\n${yamlRows}` },
  },
  {
    name: 'a promptfoo configuration with CSV',
    suite: 'promptfooconfig.yaml',
    files: { 'promptfooconfig.yaml': `${promptfoo}tests: file://rows.csv\n`, 'rows.csv': csv },
  },
  {
    name: 'a promptfoo configuration with YAML and JSON files',
    suite: 'promptfooconfig.yaml',
    files: {
      'promptfooconfig.yaml': `${promptfoo}tests: [file://first.json, file://rest.yaml]\n`,
      'first.json': JSON.stringify(jsonRows.slice(0, 2), null, 2),
      'rest.yaml': words
        .slice(2)
        .map((word) => `- vars: {word: ${word}}\n  assert: [{type: contains, value: ${expectedOf(word)}}]\n`)
        .join(''),
    },
  },
  {
    name: 'a GitHub prompt',
    suite: 'say.prompt.yml',
    files: {
      'say.prompt.yml': `messages:\n  - role: user\n    content: Say {{word}} aloud.\nmodel: test/echo\ntestData:\n${words.map((word) => `  - {word: ${word}, expected: ${expectedOf(word)}}\n`).join('')}evaluators:\n  - name: says the word\n    string:\n      contains: "{{expected}}"\n`,
    },
  },
];
