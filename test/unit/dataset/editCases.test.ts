import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addCase, addRuleToCase, expectAnswer } from '../../../src/core/dataset/editCases.ts';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { ToolRule } from '../../../src/core/tools/toolSettings.ts';
import { applyEdits } from '../../support/applyEdits.ts';
import { memoryFiles } from './memoryFiles.ts';

const suiteOver = (path: string, text: string) =>
  readSuite(
    's.eval.yaml',
    memoryFiles({
      's.eval.yaml': `prompt: p.prompt\nmodels: [a/b]\ncases: ${path}\n`,
      'p.prompt': '{{q}}',
      [path]: text,
    }),
  );

async function expectIn(path: string, text: string, answer: string, index = 0): Promise<string> {
  const { cases } = await suiteOver(path, text);
  const row = cases[index];
  assert.ok(row);
  return applyEdits(text, expectAnswer({ path, text }, row, answer));
}

const files = {
  'c.jsonl': '{"vars":{"q":"one"},"assert":[{"type":"contains","value":"x"}]}\n{"vars":{"q":"two"}}\n',
  'c.csv': 'q,__expected\none,contains:x\ntwo,\n',
  'c.yaml': '- vars: {q: one}\n  assert:\n    - type: contains\n      value: x\n- vars: {q: two}\n',
};

describe('accepting an answer as expected', () => {
  it('adds a check beside the others of a JSONL row and leaves the other rows alone', async () => {
    assert.equal(
      await expectIn('c.jsonl', files['c.jsonl'], 'yes'),
      '{"vars":{"q":"one"},"assert":[{"type":"contains","value":"x"},{"type":"equals","value":"yes"}]}\n{"vars":{"q":"two"}}\n',
    );
  });

  it('replaces the text that was expected, in the spacing of the line', async () => {
    const text = '{"vars": {"q": "one"}, "assert": [{"type": "equals", "value": "no", "weight": 2}]}\n';
    assert.equal(
      await expectIn('c.jsonl', text, 'yes, "indeed"'),
      '{"vars": {"q": "one"}, "assert": [{"type": "equals", "value": "yes, \\"indeed\\"", "weight": 2}]}\n',
    );
  });

  it('wraps a JSONL row that is nothing but variables', async () => {
    assert.equal(
      await expectIn('c.jsonl', '{"q":"one"}\n', 'yes'),
      '{"vars":{"q":"one"},"assert":[{"type":"equals","value":"yes"}]}\n',
    );
  });

  it('writes a CSV cell, quoted where it has to be, and marked where it would be read as another check', async () => {
    assert.equal(
      await expectIn('c.csv', files['c.csv'], 'a, "b"', 1),
      'q,__expected\none,contains:x\ntwo,"a, ""b"""\n',
    );
    assert.equal(await expectIn('c.csv', files['c.csv'], 'contains:y'), 'q,__expected\none,equals:contains:y\ntwo,\n');
  });

  it('marks an answer that looks like the mark itself', async () => {
    for (const answer of ['equals:yes', 'equals: yes', 'contains:x', 'is-json', 'yes']) {
      const { cases } = await suiteOver('c.csv', await expectIn('c.csv', files['c.csv'], answer));
      const [check] = cases[0]?.checks ?? [];
      assert.deepEqual(check && 'value' in check ? [check.type, check.value] : check, ['equals', answer]);
    }
  });

  it('adds the column to a CSV file that has none', async () => {
    assert.equal(await expectIn('c.csv', 'q\none\ntwo\n', 'yes', 1), 'q,__expected\none,\ntwo,yes\n');
    assert.equal(await expectIn('c.csv', 'q;r\r\none;1\r\n', 'yes'), 'q;r;__expected\r\none;1;yes\r\n');
  });

  it('keeps comments and layout of a YAML case', async () => {
    const text =
      '# mine\n- vars:\n    q: one # the first\n  assert:\n    - type: equals # exact\n      value: no\n- vars:\n    q: two\n';
    assert.equal(
      await expectIn('c.yaml', text, 'yes'),
      '# mine\n- vars:\n    q: one # the first\n  assert:\n    - type: equals # exact\n      value: yes\n- vars:\n    q: two\n',
    );
  });

  it('sets "expected" in the test data of a .prompt.yml', async () => {
    const text =
      'messages:\n  - role: user\n    content: "{{q}}"\nmodel: a/b\ntestData:\n  - q: one\n    expected: no\n  - q: two\n';
    const { cases } = await readSuite('p.prompt.yml', memoryFiles({ 'p.prompt.yml': text }));
    const [first, second] = cases;
    assert.ok(first && second);
    const edited = applyEdits(text, [
      ...expectAnswer({ path: 'p.prompt.yml', text }, first, 'yes'),
      ...expectAnswer({ path: 'p.prompt.yml', text }, second, 'also'),
    ]);
    assert.equal(
      edited,
      text.replace('expected: no', 'expected: yes').replace('- q: two\n', '- q: two\n    expected: also\n'),
    );
  });

  it('is read back as a check for exactly that text, whatever the text is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: 'grapheme' })
          .filter(
            (text) =>
              text.trim() !== '' &&
              text === text.trim() &&
              !text.includes('\0') &&
              !/[\r\u0085\u2028\u2029]/.test(text),
          ),
        fc.constantFrom('c.jsonl', 'c.csv', 'c.yaml'),
        async (answer, path) => {
          const text = files[path];
          const { cases } = await suiteOver(path, await expectIn(path, text, answer));
          assert.deepEqual(
            cases[0]?.checks.flatMap((check) => (check.type === 'equals' && 'value' in check ? [check.value] : [])),
            [answer],
            path,
          );
          assert.deepEqual(
            cases.map(({ vars }) => vars),
            [{ q: 'one' }, { q: 'two' }],
          );
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(20_000);
});

describe('keeping an answer as a test case', () => {
  for (const [path, text] of Object.entries(files)) {
    it(`adds it as the last case of ${path}`, async () => {
      const edited = applyEdits(text, addCase({ path, text }, { vars: { q: 'a, "b"' }, expected: 'yes' }));
      assert.ok(edited.startsWith(text.trimEnd()), edited);
      const { cases, problems } = await suiteOver(path, edited);
      assert.deepEqual(problems, []);
      assert.deepEqual(cases.at(-1)?.vars, { q: 'a, "b"' });
      const [check] = cases.at(-1)?.checks ?? [];
      assert.deepEqual(check && 'value' in check ? [check.type, check.value] : check, ['equals', 'yes']);
      assert.equal(cases.length, 3);
    });
  }

  it('works in a file without a line end, without a column for it, and without any case', async () => {
    const added = { vars: { q: 'new' }, expected: 'yes' };
    const withCase = (path: string, text: string) => applyEdits(text, addCase({ path, text }, added));
    assert.equal(withCase('c.csv', 'q\none'), 'q,__expected\none,\nnew,yes\n');
    assert.equal(withCase('c.jsonl', ''), '{"vars":{"q":"new"},"assert":[{"type":"equals","value":"yes"}]}\n');
    assert.equal(
      withCase('s.eval.yaml', 'prompt: p.prompt\n'),
      'prompt: p.prompt\ntests:\n  - vars:\n      q: new\n    assert:\n      - type: equals\n        value: yes\n',
    );
  });

  it('says what a CSV file lacks', () => {
    assert.throws(() => addCase({ path: 'c.csv', text: 'other\n1\n' }, { vars: { q: 'new' } }), /no column for q/);
  });
});

describe('keeping a conversation as a case', () => {
  const toolResults: readonly ToolRule[] = [
    { tool: 'find_order', args: { number: '4711' }, answer: { type: 'result', value: { state: 'late' } } },
    { tool: 'refund', answer: { type: 'error', message: '503: try again' } },
  ];
  const kept = { vars: { q: 'three' }, turns: ['And in euros?', 'Thanks: bye'], toolResults };

  for (const [path, text] of Object.entries({
    'c.jsonl': files['c.jsonl'],
    'c.yaml': files['c.yaml'],
    'empty.jsonl': '',
  }))
    it(`writes turns and results into ${path}, where they are read again`, async () => {
      const { cases, problems } = await suiteOver(path, applyEdits(text, addCase({ path, text }, kept)));
      const last = cases.at(-1);
      assert.deepEqual(
        problems.filter(({ code }) => code !== 'undeclared-tool').map(({ message }) => message),
        [],
      );
      assert.deepEqual(
        last?.turns?.map(({ user }) => user),
        kept.turns,
      );
      assert.deepEqual(last?.tools?.toolResults, toolResults);
      assert.deepEqual(last?.vars, kept.vars);
    });

  it('refuses files that have no place for it', () => {
    for (const path of ['c.csv', 'p.prompt.yml', 'dir/promptfooconfig.yaml'])
      assert.throws(() => addCase({ path, text: '' }, kept), /cannot hold a conversation/);
  });
});

describe('keeping a result as a rule of its case', () => {
  const rule: ToolRule = { tool: 'find_order', args: { number: '1' }, answer: { type: 'result', value: { a: [1] } } };
  const second: ToolRule = { tool: 'find_order', answer: { type: 'error', message: 'gone' } };

  for (const [path, text] of Object.entries({ 'c.jsonl': files['c.jsonl'], 'c.yaml': files['c.yaml'] }))
    it(`writes it behind the others in ${path}, and leaves the rest of the case alone`, async () => {
      const written = async (before: string, added: ToolRule) => {
        const [row] = (await suiteOver(path, before)).cases;
        assert.ok(row);
        return applyEdits(before, addRuleToCase({ path, text: before }, row, added));
      };
      const twice = await written(await written(text, rule), second);
      const { cases } = await suiteOver(path, twice);
      assert.deepEqual(cases[0]?.tools?.toolResults, [rule, second]);
      assert.equal(cases[0]?.checks.length, 1);
      assert.equal(cases[1]?.tools, undefined);
    });

  it('refuses a table', async () => {
    const [row] = (await suiteOver('c.csv', files['c.csv'])).cases;
    assert.ok(row);
    assert.throws(() => addRuleToCase({ path: 'c.csv', text: files['c.csv'] }, row, rule), /cannot be edited here/);
  });
});

describe('a case that says where it comes from', () => {
  const added = { vars: { t: 'x' }, metadata: { source: 'edge' } };

  for (const [path, text] of [
    ['c.jsonl', '{"vars": {"t": "a"}}\n'],
    ['c.yaml', '- vars: {t: a}\n'],
  ] as const)
    it(`says so in ${path}`, () => {
      const after = applyEdits(text, addCase({ path, text }, added));
      assert.ok(after.startsWith(text.trimEnd()));
      assert.match(after, /source"?: "?edge/);
    });

  it('is not written where it would be lost', () => {
    assert.throws(() => addCase({ path: 'c.csv', text: 't\na\n' }, added), /cannot hold a conversation or metadata/);
  });
});
