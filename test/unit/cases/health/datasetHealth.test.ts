import assert from 'node:assert/strict';
import { datasetHealth } from '../../../../src/core/cases/health/datasetHealth.ts';
import type { HealthRow } from '../../../../src/core/cases/health/healthRow.ts';
import { healthText } from '../../../../src/core/cases/health/healthText.ts';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { languageOf } from '../../../../src/core/text/languageOf.ts';
import { memoryFiles } from '../../dataset/memoryFiles.ts';

async function healthOf(cases: string, more: (index: number) => Partial<HealthRow> = () => ({})) {
  const text = `prompts: ["Sort {{t}}"]\nmodels: [simulated/terse]\ncases:\n${cases}`;
  const suite = await readSuite('a.eval.yaml', memoryFiles({ 'a.eval.yaml': text }));
  const rows = suite.cases.map((testCase, index) => ({ number: index + 1, testCase, ...more(index) }));
  return datasetHealth(suite, rows);
}

const row = (t: string, expected?: string, more = '') =>
  `  - {vars: {t: ${JSON.stringify(t)}${more}}${expected === undefined ? '' : `, assert: [{type: equals, value: ${expected}}]`}}\n`;

describe('datasetHealth', () => {
  it('finds rows that are the same, nearly the same, and in contradiction', async () => {
    const { findings } = await healthOf(
      [
        row('Where is my parcel with the lamp?', 'late'),
        row('Where is my parcel with the lamp?', 'other'),
        row('where is my parcel with the lamp', 'late'),
        row('I want my money back at once', 'refund'),
      ].join(''),
    );
    const found = Object.fromEntries(findings.map(({ id, rows }) => [id, rows]));
    assert.deepEqual(found['contradictions'], [1, 2]);
    assert.deepEqual(found['duplicates'], [1, 2]);
    assert.deepEqual(found['near-duplicates']?.toSorted(), [1, 2, 3]);
  });

  it('counts labels, and names rare ones and rows without one', async () => {
    const many = Array.from({ length: 20 }, (_item, index) =>
      row(`text ${'abcdefghijklmnopqrst'[index]} of it`, 'late'),
    );
    const { labels, findings } = await healthOf(
      [...many, row('refund please', 'refund'), row('no label here')].join(''),
    );
    assert.deepEqual(
      labels.map(({ name, rows }) => [name, rows.length]),
      [
        ['late', 20],
        ['refund', 1],
      ],
    );
    const told = findings.map(({ id, rows }) => [id, rows]);
    assert.deepEqual(
      told.filter(([id]) => id === 'rare refund' || id === 'unlabelled' || id === 'unchecked'),
      [
        ['rare refund', [21]],
        ['unlabelled', [22]],
        ['unchecked', [22]],
      ],
    );
  });

  it('names rows that none of their checks can fail', async () => {
    const checked = (check: string) => `  - {vars: {t: ${check.length}}, assert: [${check}]}\n`;
    const { findings } = await healthOf(
      [
        '{type: equals, value: late}',
        '{type: equals, value: late, weight: 0}',
        '{type: prefer, value: Is shorter, against: all}',
        '{type: prefer, value: Is shorter, against: all, threshold: 0.5}',
      ]
        .map(checked)
        .join('') + row('no check'),
      () => ({ results: { passed: 3, failed: 0 } }),
    );
    const [found] = findings.filter(({ id }) => id === 'cannot-fail');
    assert.deepEqual(found?.rows, [2, 3]);
    assert.match(found?.sentence ?? '', /^2 rows have no check that can fail them: /);
    const ids = findings.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'each finding has an id of its own');
    assert.ok(ids.includes('never-fails'), 'what never failed is told beside it');
  });

  it('names variables that no prompt and no check uses', async () => {
    const { findings } = await healthOf(
      row('a', 'b', ', channel: mail, good: c') + row('b', "'{{good}}'", ', good: c'),
    );
    const unused = findings.filter(({ id }) => id.startsWith('unused'));
    assert.deepEqual(
      unused.map(({ id, rows }) => [id, rows]),
      [['unused channel', [1]]],
    );
  });

  it('names rows that never and always failed, where three results or more are known', async () => {
    const results = [
      { passed: 3, failed: 0 },
      { passed: 0, failed: 4 },
      { passed: 2, failed: 0 },
      { passed: 2, failed: 2 },
    ];
    const { findings } = await healthOf(
      [row('a', 'x'), row('b', 'x'), row('c', 'x'), row('d', 'x')].join(''),
      (index) => {
        const own = results[index];
        return own ? { results: own } : {};
      },
    );
    const found = Object.fromEntries(findings.map(({ id, rows }) => [id, rows]));
    assert.deepEqual(found['never-fails'], [1]);
    assert.deepEqual(found['always-fails'], [2]);
  });

  it('counts results of real and made-up rows apart', async () => {
    const cases = `${row('a', 'x').trimEnd().slice(0, -1)}, metadata: {source: generated}}\n${row('b', 'x')}`;
    const health = await healthOf(cases, (index) => ({ results: { passed: index, failed: 1 } }));
    assert.deepEqual(
      health.sources.map(({ name, passed, failed }) => [name, passed, failed]),
      [
        ['generated', 0, 1],
        ['written', 1, 1],
      ],
    );
    assert.match(healthText(health), /Source generated: 1 row, 0\.0% of 1 stored results passed\./);
  });

  it('measures lengths', async () => {
    const { lengths } = await healthOf(row('', 'x') + row('abcd', 'x') + row('ab', 'x'));
    assert.deepEqual(lengths, [{ variable: 't', median: 2, p95: 4, longest: 4, empty: 1 }]);
  });
});

describe('languageOf', () => {
  const known: readonly (readonly [language: string | undefined, text: string])[] = [
    ['English', 'Where is my parcel? It was promised for Monday and I have not seen it.'],
    ['German', 'Wo ist mein Paket? Ich habe es nicht bekommen und die Sendung ist weg.'],
    ['French', 'Je ne trouve pas mon colis, pouvez-vous me dire où il est dans la ville ?'],
    ['Spanish', 'No encuentro mi paquete y no sé por qué está en la oficina del correo.'],
    ['Polish', 'Gdzie jest moja paczka? Nie mam jej od tygodnia, proszę o pomoc.'],
    ['Japanese', '私の荷物はどこですか'],
    ['Cyrillic script', 'Где моя посылка?'],
    [undefined, 'BK-123456'],
    [undefined, ''],
  ];
  for (const [language, text] of known)
    it(`says ${language ?? 'nothing'} of: ${text.slice(0, 30)}`, () => assert.equal(languageOf(text), language));
});
