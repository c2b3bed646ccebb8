import assert from 'node:assert/strict';
import { addDefaultChecks } from '../../../src/core/dataset/editYaml.ts';
import { labelOffer, labelOfferText } from '../../../src/core/dataset/labelOffer.ts';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { useLabelCheck } from '../../../src/core/dataset/useLabelCheck.ts';
import { applyEdits } from '../../support/applyEdits.ts';
import { memoryFiles } from './memoryFiles.ts';

const labels = ['refund', 'late', 'broken'];
const labelAt = (index: number) => labels[index % labels.length] ?? '';
const lines = (count: number, row: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(row(index))}\n`).join('');
const equal = (value: string, more: object = {}) => ({ assert: [{ type: 'equals', value, ...more }] });

type Files = Readonly<Record<string, string>>;

function filesOf(cases: string, own: Files = {}): Files {
  return {
    'a.prompt': 'Sort this mail: {{mail}}',
    'a.eval.yaml': 'prompt: ./a.prompt\nmodels: [a/b]\ncases: ./a.jsonl\n',
    'a.jsonl': cases,
    ...own,
  };
}

async function offerOf(files: Files, suite = 'a.eval.yaml') {
  return labelOffer(await readSuite(suite, memoryFiles(files)));
}

/** The files after the offer was taken, and what is read of them then. */
async function taken(files: Files) {
  const offer = await offerOf(files);
  assert.ok(offer);
  const edits = await useLabelCheck('a.eval.yaml', offer, async (file) => files[file] ?? '');
  const after = {
    ...files,
    ...Object.fromEntries([...edits].map(([file, own]) => [file, applyEdits(files[file] ?? '', own)])),
  };
  const { cases, problems } = await readSuite('a.eval.yaml', memoryFiles(after));
  assert.deepEqual(problems, []);
  return { after, types: new Set(cases.map(({ checks }) => checks.map((check) => check.type).join(' '))), cases };
}

describe('the offer of a check of labels', () => {
  it('is for cases that expect one of few texts', async () => {
    const offer = await offerOf(
      filesOf(lines(12, (index) => ({ vars: { mail: `m${index}` }, ...equal(labelAt(index)) }))),
    );
    assert.ok(offer);
    assert.equal(
      labelOfferText(offer),
      '12 rows expect one of 3 labels by "equals": with "type: label" instead the results tell precision, recall and confusions of each.',
    );
  });

  it('is for a column that no prompt uses where nothing is checked', async () => {
    const offer = await offerOf(filesOf(lines(12, (index) => ({ mail: `m${index}`, label: labelAt(index) }))));
    assert.equal(offer?.column, 'label');
    assert.equal(
      offer && labelOfferText(offer),
      '"label" holds one of 3 labels in 12 rows, and nothing checks the answers: {type: label, value: "{{label}}"} would, and tells precision, recall and confusions of each.',
    );
    const named = filesOf(
      lines(12, (index) => ({ mail: `m${index}`, topic: labelAt(index) })),
      {
        'a.prompt': 'Is this mail about a refund, is it late or broken? {{mail}}',
      },
    );
    assert.equal((await offerOf(named))?.column, 'topic');
  });

  const none: Readonly<Record<string, Files>> = {
    'texts that are all distinct': filesOf(
      lines(30, (index) => ({ vars: { mail: 'm' }, ...equal(`answer ${index} x`) })),
    ),
    'free texts': filesOf(
      lines(30, (index) => ({
        vars: { mail: 'm' },
        ...equal(`${labelAt(index)}: this is a sentence of some length, as an answer has it.`),
      })),
    ),
    numbers: filesOf(lines(30, (index) => ({ vars: { mail: 'm' }, ...equal(String(index % 4)) }))),
    'one text alone': filesOf(lines(30, () => ({ vars: { mail: 'm' }, ...equal('yes') }))),
    'few rows': filesOf(lines(9, (index) => ({ vars: { mail: 'm' }, ...equal(labelAt(index)) }))),
    'checks that look for a part': filesOf(
      lines(12, (index) => ({ vars: { mail: 'm' }, assert: [{ type: 'contains', value: labelAt(index) }] })),
    ),
    'what an answer must not be': filesOf(
      lines(12, (index) => ({ vars: { mail: 'm' }, assert: [{ type: 'not-equals', value: labelAt(index) }] })),
    ),
    'labels that are checked already': filesOf(
      lines(12, (index) => ({ vars: { mail: 'm' }, assert: [{ type: 'label', value: labelAt(index) }] })),
    ),
    'a column that the prompt uses': filesOf(
      lines(12, (index) => ({ mail: `m${index}`, label: labelAt(index) })),
      {
        'a.prompt': 'Sort {{mail}} as {{#if label}}this{{/if}}',
      },
    ),
    'a column that says something else': filesOf(
      lines(12, (index) => ({ mail: `m${index}`, channel: labelAt(index) })),
    ),
    'two columns that it could be': filesOf(
      lines(12, (index) => ({ mail: `m${index}`, label: labelAt(index), class: labelAt(index + 1) })),
    ),
  };
  for (const [what, files] of Object.entries(none))
    it(`is none for ${what}`, async () => assert.equal(await offerOf(files), undefined));

  it('is none for a file of promptfoo, which knows no such check', async () => {
    const tests = Array.from({ length: 12 }, (_, index) => ({ vars: { mail: 'm' }, ...equal(labelAt(index)) }));
    const files = { 'promptfooconfig.yaml': JSON.stringify({ prompts: ['{{mail}}'], providers: ['a/b'], tests }) };
    assert.equal(await offerOf(files, 'promptfooconfig.yaml'), undefined);
  });
});

describe('a suite that takes the offer', () => {
  it('changes the checks of rows and nothing else of them', async () => {
    const row = (index: number) => ({
      vars: { mail: `m${index}` },
      ...equal(labelAt(index), { weight: 2 }),
      metadata: { id: index },
    });
    const { after, types } = await taken(filesOf(lines(12, row)));
    assert.deepEqual([...types], ['label']);
    assert.equal(after['a.jsonl'], lines(12, row).replaceAll('"equals"', '"label"'));
  });

  it('changes one word of a suite in YAML, wherever it stands in the check', async () => {
    const item = (index: number) =>
      index % 2
        ? `  - vars: {mail: m${index}}\n    assert:\n      - value: ${labelAt(index)} # sure\n        type: equals\n`
        : `  - vars: {mail: m${index}}\n    assert: [{type: equals, value: ${labelAt(index)}}]\n`;
    const text = `prompt: ./a.prompt\nmodels: [a/b]\ncases:\n${Array.from({ length: 12 }, (_, index) => item(index)).join('')}`;
    const { after, types } = await taken(filesOf('', { 'a.eval.yaml': text }));
    assert.deepEqual([...types], ['label']);
    assert.equal(after['a.eval.yaml'], text.replaceAll('equals', 'label'));
  });

  it('changes the one check that all rows share', async () => {
    const suite =
      'prompt: ./a.prompt\nmodels: [a/b]\ncases: ./a.jsonl\ndefaultTest:\n  assert:\n    - {type: equals, value: "{{label}}"}\n';
    const files = filesOf(
      lines(12, (index) => ({ mail: `m${index}`, label: labelAt(index) })),
      { 'a.eval.yaml': suite },
    );
    const { after } = await taken(files);
    assert.equal(after['a.eval.yaml'], suite.replace('equals', 'label'));
    assert.equal(after['a.jsonl'], files['a.jsonl']);
  });

  for (const before of ['', 'defaultTest:\n  # all of them\n  metadata:\n    a: b\n'])
    it(`asks for the column ${before === '' ? 'below the rest of the suite' : 'beside other defaults'}`, async () => {
      const cases = lines(12, (index) => ({ mail: `m${index}`, label: labelAt(index) }));
      const suite = `prompt: ./a.prompt\nmodels: [a/b]\ncases: ./a.jsonl\n${before}`;
      const { after, cases: read } = await taken(filesOf(cases, { 'a.eval.yaml': suite }));
      assert.ok(after['a.eval.yaml']?.startsWith(suite));
      const [check] = read[0]?.checks ?? [];
      assert.deepEqual(check && 'value' in check && [check.type, check.value], ['label', '{{label}}']);
    });

  it('puts the check behind others that all rows share', () => {
    const suite = 'defaultTest:\n  assert:\n    - type: word-count # short\n      value: 3\nrepeat: 2\n';
    assert.equal(
      applyEdits(suite, addDefaultChecks(suite, [{ type: 'label', value: 'a' }])),
      suite.replace('value: 3\n', 'value: 3\n    - type: label\n      value: a\n'),
    );
    assert.throws(() => addDefaultChecks('defaultTest: file://all.yaml\n', [{ type: 'label' }]), {
      code: 'invalid-arguments',
    });
  });

  it('is refused with what to write where checks stand in cells', async () => {
    const csv = `mail,__expected\n${Array.from({ length: 12 }, (_, index) => `m${index},${labelAt(index)}\n`).join('')}`;
    const files = filesOf('', { 'a.csv': csv, 'a.eval.yaml': 'prompt: ./a.prompt\nmodels: [a/b]\ncases: ./a.csv\n' });
    const offer = await offerOf(files);
    assert.ok(offer);
    await assert.rejects(
      useLabelCheck('a.eval.yaml', offer, async (file) => files[file] ?? ''),
      {
        code: 'invalid-arguments',
        hint: /\{type: label, value: "\{\{NAME\}\}"\} below "assert" of "defaultTest"/,
      },
    );
  });
});
