/** A check as every format can say it. */
export interface GatedCheck {
  readonly type: string;
  readonly value: string;
  readonly metric?: string;
  readonly weight?: number;
}

export interface GatedRow {
  readonly id?: string;
  readonly description?: string;
  readonly vars: Readonly<Record<string, string | number>>;
  readonly checks: readonly GatedCheck[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly threshold?: number;
  /** A script that changes the answer before it is checked. */
  readonly options?: { readonly transform: string };
  /** An answer in place of a model's. */
  readonly providerOutput?: string;
}

export const formats = ['yaml', 'jsonl', 'csv', 'promptfoo', 'github', 'bound'] as const;
export const linkKinds = ['none', 'prompt', 'folder', 'data', 'partial'] as const;

/** What a repository holds, apart from how it is written down. */
export interface GatedSuite {
  readonly format: (typeof formats)[number];
  readonly rows: readonly GatedRow[];
  /** The prompt's text; it may call for the partial `tone`. */
  readonly prompt: string;
  readonly tone: string;
  /** Checks of all cases. */
  readonly defaults: readonly GatedCheck[];
  /** What the model is called in the suite. */
  readonly label?: string;
  /** Name of the suite without the end that says its format. */
  readonly name: string;
  readonly folder: string;
  readonly promptName: string;
  readonly dataName: string;
  readonly links: (typeof linkKinds)[number];
  readonly lineEnd: '\n' | '\r\n';
  /** A key as a person may misspell it. */
  readonly assertKey: string;
  readonly settings: Readonly<Record<string, number>>;
}

/** Text files, and links by what they lead to. */
export interface GatedFiles {
  readonly texts: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

/** As files from the top of a repository. YAML is written as JSON, which it can be. */
export function filesOf(suite: GatedSuite): GatedFiles {
  const inFolder = (name: string) => (suite.folder === '' ? name : `${suite.folder}/${name}`);
  const up = '../'.repeat(suite.folder === '' ? 0 : suite.folder.split('/').length);
  const isPartialUsed = suite.prompt.includes('{{>tone}}');
  const whole = suite.format === 'github' ? {} : { [promptFile(suite)]: promptText(suite) };
  const parts = { ...whole, ...(isPartialUsed ? { '_tone.prompt': suite.tone } : {}), ...dataOf(suite) };
  const texts: Record<string, string> = {};
  const links: Record<string, string> = {};
  for (const [name, text] of Object.entries({ ...parts, ...suiteFile(suite) })) {
    const kind = kindOf(name, suite);
    const isLinked = kind !== undefined && kind === suite.links;
    if (isLinked) {
      texts[`shared/${name}`] = text;
      links[inFolder(name)] = `${up}shared/${name}`;
    } else if (suite.links === 'folder' && (kind === 'prompt' || kind === 'partial')) {
      texts[`shared/${name}`] = text;
      links[inFolder('prompts')] = `${up}shared`;
    } else texts[inFolder(name)] = text;
  }
  const ended = Object.entries(texts).map(([name, text]) => [name, text.replaceAll('\n', suite.lineEnd)]);
  return { texts: Object.fromEntries(ended), links };
}

function kindOf(name: string, suite: GatedSuite): GatedSuite['links'] | undefined {
  if (name === promptFile(suite)) return suite.format === 'github' || suite.format === 'bound' ? undefined : 'prompt';
  if (name === '_tone.prompt') return 'partial';
  return name.startsWith(suite.dataName) ? 'data' : undefined;
}

function promptFile({ promptName }: GatedSuite): string {
  return `${promptName}.prompt`;
}

function promptText(suite: GatedSuite): string {
  if (suite.format !== 'bound') return suite.prompt;
  const models = JSON.stringify([suite.label ?? 'test/echo']);
  return `---\npolyprompt:\n  evals: ./${suite.dataName}.jsonl\n  models: ${models}\n---\n${suite.prompt}`;
}

function promptPath(suite: GatedSuite): string {
  return `./${suite.links === 'folder' ? 'prompts/' : ''}${promptFile(suite)}`;
}

function suiteFile(suite: GatedSuite): Readonly<Record<string, string>> {
  const { format, name, defaults, assertKey, settings, label } = suite;
  const model = label === undefined ? 'test/echo' : { id: 'test/echo', label };
  const defaultTest = defaults.length > 0 ? { defaultTest: { [assertKey]: defaults } } : {};
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const prompt = promptPath(suite);
  switch (format) {
    case 'yaml':
      return {
        [`${name}.eval.yaml`]: json({ prompt, models: [model], ...settings, ...defaultTest, cases: casesOf(suite) }),
      };
    case 'jsonl':
    case 'csv': {
      const cases = `./${suite.dataName}.${format}`;
      return { [`${name}.eval.yaml`]: json({ prompt, models: [model], ...settings, ...defaultTest, cases }) };
    }
    case 'promptfoo': {
      const head = { prompts: [`file://${prompt}`], providers: [model], ...settings, ...defaultTest };
      return { 'promptfooconfig.yaml': json({ ...head, tests: casesOf(suite) }) };
    }
    case 'github':
      return { [`${suite.promptName}.prompt.yml`]: json(githubPrompt(suite)) };
    case 'bound':
      return {};
  }
}

function githubPrompt({ prompt, rows }: GatedSuite) {
  const checked = rows.flatMap(({ checks }) => checks).length > 0;
  const own = checked ? [{ name: 'says it', string: { contains: '{{expected}}' } }] : [];
  return {
    messages: [{ role: 'user', content: prompt.replace('{{>tone}}', '') }],
    model: 'test/echo',
    testData: rows.map(({ vars, checks }) => ({ ...vars, ...(checked ? { expected: checks[0]?.value ?? '' } : {}) })),
    ...(own.length > 0 ? { evaluators: own } : {}),
  };
}

function casesOf({ rows, assertKey }: GatedSuite) {
  return rows.map(({ checks, ...row }) => ({ ...row, ...(checks.length > 0 ? { [assertKey]: checks } : {}) }));
}

function dataOf(suite: GatedSuite): Readonly<Record<string, string>> {
  const lines = () => casesOf(suite).map((row) => `${JSON.stringify(row)}\n`);
  if (suite.format === 'jsonl' || suite.format === 'bound') return { [`${suite.dataName}.jsonl`]: lines().join('') };
  return suite.format === 'csv' ? { [`${suite.dataName}.csv`]: csvOf(suite.rows) } : {};
}

function csvOf(rows: readonly GatedRow[]): string {
  const names = [...new Set(rows.flatMap(({ vars }) => Object.keys(vars)))];
  const most = Math.max(1, ...rows.map(({ checks }) => checks.length));
  const expected = Array.from({ length: most }, (_, index) => `__expected${most > 1 ? index + 1 : ''}`);
  const head = [...names, '__id', '__description', '__metadata:team', '__threshold', ...expected];
  const body = rows.map(({ vars, id, description, metadata, threshold, checks }) => [
    ...names.map((name) => vars[name] ?? ''),
    ...[id ?? '', description ?? '', metadata?.['team'] ?? '', threshold ?? ''],
    ...expected.map((_, index) => (checks[index] ? `${checks[index].type}:${checks[index].value}` : '')),
  ]);
  return [head, ...body]
    .map((cells) => `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`)
    .join('');
}
