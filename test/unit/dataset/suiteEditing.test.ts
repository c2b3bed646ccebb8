import assert from 'node:assert/strict';
import { lintSuiteModels } from '../../../src/core/dataset/lintSuiteModels.ts';
import { type SuiteKnowledge, suiteCompletions } from '../../../src/core/dataset/suiteCompletions.ts';
import { suiteHover } from '../../../src/core/dataset/suiteHover.ts';
import { SchemaPlace } from '../../../src/core/dataset/suiteSchema.ts';
import { checkTypes, comparisonTypes } from '../../../src/core/grading/graders.ts';
import { humanType } from '../../../src/core/grading/humanCheck.ts';

const knowledge: SuiteKnowledge = {
  models: [
    { id: 'openai/gpt-5.6-luna', detail: '400k context' },
    { id: 'google/gemini-3.8-flash', detail: '1M context' },
  ],
  promptFiles: ['./triage.prompt'],
  caseFiles: ['./cases.jsonl'],
  servers: ['orders'],
};

/** The labels offered at `¦`, and the file with each written in. */
function complete(marked: string) {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const offers = suiteCompletions({ text, offset }, knowledge);
  return {
    labels: offers.map(({ label }) => label),
    written: offers.map(({ insert, range }) => text.slice(0, range.start) + insert + text.slice(range.end)),
  };
}

describe('completion in an eval suite', () => {
  it('offers the keys of the suite that are not there yet, with what they mean', () => {
    const offers = suiteCompletions({ text: 'prompt: ./a.prompt\nmo\nrepeat: 2', offset: 21 }, knowledge);
    const labels = offers.map(({ label }) => label);
    assert.ok(labels.includes('models') && labels.includes('cases'));
    assert.ok(!labels.includes('prompt') && !labels.includes('repeat'));
    assert.equal(offers.find(({ label }) => label === 'models')?.detail, 'The models to run, as provider/model.');
  });

  it('offers the keys of a case, of a check and of options where these stand', () => {
    assert.ok(complete('cases:\n  - ¦').labels.includes('vars'));
    assert.deepEqual(
      ['vars', 'assert'].map((key) => complete('cases:\n  - vars: {a: 1}\n    ¦').labels.includes(key)),
      [false, true],
    );
    assert.ok(complete('cases:\n  - assert:\n      - type: equals\n        v¦').labels.includes('value'));
    assert.ok(complete('defaultTest:\n  options:\n    tr¦').labels.includes('transform'));
    assert.ok(complete('assertionTemplates:\n  polite:\n    t¦').labels.includes('threshold'));
  });

  it('offers the MCP servers that there are, wherever some may be named', () => {
    for (const marked of ['mcp: ¦', 'mcp: [¦', 'mcp:\n  - ¦', 'cases:\n  - mcp: ¦', 'defaultTest:\n  mcp: or¦'])
      assert.deepEqual(complete(marked).labels, ['orders'], marked);
    const keys = suiteCompletions({ text: 'mcpServers:\n  orders:\n    ', offset: 26 }, knowledge, 'project');
    assert.deepEqual(
      keys.map(({ label }) => label),
      ['command', 'args', 'env', 'cwd', 'url'],
    );
  });

  it('offers the settings of tools, and the parts of a rule', () => {
    for (const marked of [
      'to¦',
      'defaultTest:\n  to¦',
      'cases:\n  - vars: {a: 1}\n    to¦',
      'defaultTest:\n  options:\n    to¦',
    ])
      assert.ok(complete(marked).labels.includes('toolResults'), marked);
    const { labels } = complete('toolResults:\n  - tool: look\n    ¦');
    assert.deepEqual(labels, ['args', 'times', 'result', 'error', 'parts', 'javascript']);
  });

  for (const list of ['models: [openai/x, g¦]', 'models:\n  - g¦', 'models:\n- id: g¦', 'judge: g¦', 'models: g¦'])
    it(`offers models: ${list.replaceAll('\n', '⏎')}`, () => {
      const { written } = complete(list);
      assert.equal(written[0], list.replace('g¦', 'openai/gpt-5.6-luna'));
    });

  it('offers judges on a check, prompts and case files where these belong', () => {
    const check = 'tests:\n  - assert:\n      - type: llm-rubric\n        provider: ¦';
    assert.deepEqual(complete(check).labels, ['openai/gpt-5.6-luna', 'google/gemini-3.8-flash']);
    assert.deepEqual(complete('prompt: ¦').labels, ['./triage.prompt']);
    assert.deepEqual(complete('prompt:\n  - ./tr¦').written, ['prompt:\n  - ./triage.prompt']);
    assert.deepEqual(complete('cases: ¦').labels, ['./cases.jsonl']);
  });

  it('offers kinds of checks', () => {
    const { labels, written } = complete('cases:\n  - assert:\n      - type: cont¦');
    assert.ok(labels.includes('contains-any') && labels.includes('llm-rubric'));
    assert.ok(written.includes('cases:\n  - assert:\n      - type: contains-any'));
  });

  it('offers nothing inside of free text', () => {
    assert.deepEqual(complete('description: my ¦').labels, []);
    assert.deepEqual(complete('cases:\n  - vars:\n      a¦').labels, []);
  });
});

describe('hover in an eval suite', () => {
  const over = (marked: string) => {
    const hover = suiteHover({ text: marked.replace('¦', ''), offset: marked.indexOf('¦') });
    if (hover?.type === 'model') return hover.model;
    return hover && `${hover.title}: ${hover.text}`;
  };

  it('explains keys and kinds of checks, turned round or not', () => {
    assert.equal(over('rep¦eat: 3'), 'repeat: How often each case runs.');
    assert.equal(
      over('cases:\n  - assert:\n      - type: cont¦ains'),
      'contains: The answer holds the value, letter case included.',
    );
    assert.equal(
      over('cases:\n  - assert:\n      - type: not-cont¦ains'),
      'not-contains: The opposite of: The answer holds the value, letter case included.',
    );
  });

  it('knows models in every place where they are named', () => {
    for (const suite of [
      'models: [a/b, goo¦gle/g]',
      'models:\n  - goog¦le/g',
      'judge: google/g¦',
      'models:\n  - id: goo¦gle/g',
    ])
      assert.equal(over(suite), 'google/g', suite);
  });

  it('says nothing over free text', () => {
    assert.equal(over('description: a/b¦'), undefined);
    assert.equal(over('un¦known: 1'), undefined);
  });
});

describe('the schema of eval suites', () => {
  const kinds = SchemaPlace.at(['cases', 'assert', 'type']).values;

  it('describes every check that can be carried out, in one sentence', () => {
    const own = checkTypes.filter((type) => !type.startsWith('github'));
    const missing = [...own, ...comparisonTypes, humanType].filter(
      (type) => !kinds.some(({ value }) => value === type),
    );
    assert.deepEqual(missing, []);
    for (const { value, summary } of kinds) assert.match(summary, /^[A-Z].*\.$/, value);
  });

  it('describes every key that it offers', () => {
    for (const path of [
      [],
      ['cases'],
      ['cases', 'options'],
      ['cases', 'assert'],
      ['models'],
      ['prompts'],
      ['scenarios'],
    ])
      for (const { key, summary } of SchemaPlace.at(path).keys) assert.notEqual(summary, '', [...path, key].join('.'));
  });
});

describe('lintSuiteModels', () => {
  const models = { models: knowledge.models, providers: ['openai', 'google'] };
  const problems = (text: string) =>
    lintSuiteModels(text, models).map(
      ({ severity, message, range }) => `${severity} ${text.slice(range.start, range.end)}: ${message}`,
    );

  it('warns of models that nobody can run, at their place', () => {
    const found = problems('models:\n  - openai/gpt-5.6-luna\n  - opnai/gpt\n  - id: gogle/x\njudge: nobody/x');
    assert.deepEqual(
      found.map((problem) => problem.replace(/ Did you mean.*/, '')),
      [
        'warning opnai/gpt: There is no provider "opnai": write provider/model.',
        'warning gogle/x: There is no provider "gogle": write provider/model.',
        'warning nobody/x: There is no provider "nobody": write provider/model.',
      ],
    );
  });

  it('says that a route cannot judge, and why a route cannot be asked yet', () => {
    assert.deepEqual(problems('judge: route:r'), [
      'error route:r: A judge is always the same model: name one, written provider/model, not a route.',
    ]);
    const found = lintSuiteModels('models: [route:r, route:s]', {
      ...models,
      routes: ['route:r', 'route:s'],
      routeProblem: (id) => (id === 'route:s' ? 'Nothing was measured.' : undefined),
    });
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity} ${message}`),
      ['warning Nothing was measured.'],
    );
  });

  it("knows promptfoo's spelling, and leaves files to their reader", () => {
    assert.deepEqual(problems('models: [openai:gpt-5.6-luna, file://models.yaml]'), []);
    assert.match(problems('models: openai/gpt-unlisted')[0] ?? '', /^information /);
  });
});
