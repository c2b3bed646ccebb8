import assert from 'node:assert/strict';
import { coveragePlan, missingClasses } from '../../../../src/core/cases/coverage/coveragePlan.ts';
import { coverageText } from '../../../../src/core/cases/coverage/coverageText.ts';
import { edgeRows } from '../../../../src/core/cases/coverage/edgeRows.ts';
import { gapMessages } from '../../../../src/core/cases/coverage/gapRequest.ts';
import { gapsOf } from '../../../../src/core/cases/coverage/gaps.ts';
import { readGapRows } from '../../../../src/core/cases/coverage/readGapRows.ts';
import type { EvalCase } from '../../../../src/core/dataset/suite.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { InputField } from '../../../../src/core/prompt/document.ts';

const text: InputField = { name: 'mail', type: 'string', required: true };
const locale: InputField = { name: 'locale', type: 'string', options: ['en', 'de'], required: false };
const urgent: InputField = { name: 'urgent', type: 'boolean', required: true };

function casesOf(all: readonly JsonObject[], source?: string): readonly EvalCase[] {
  const place = { file: 'a.jsonl', range: { start: 0, end: 0 } };
  return all.map((vars, index) => ({
    id: String(index),
    vars,
    checks: [],
    metadata: source === undefined ? {} : { source },
    options: {},
    place,
  }));
}
const namesOf = (fields: readonly InputField[], all: readonly JsonObject[]) =>
  missingClasses(coveragePlan(fields, casesOf(all))).map(({ variable, name }) => `${variable}: ${name}`);

describe('coveragePlan', () => {
  it('counts the kinds of values by source, and names the missing ones', () => {
    const plan = coveragePlan([text, locale], casesOf([{ mail: '' }, { mail: '"a"', locale: 'de' }], 'log'));
    const lines = new Map(
      plan.lines.map(({ valueClass, rows }) => [`${valueClass.variable}: ${valueClass.name}`, rows]),
    );
    assert.deepEqual(lines.get('mail: empty'), { log: 1 });
    assert.deepEqual(lines.get('mail: quotes'), { log: 1 });
    assert.deepEqual(lines.get('locale: "de"'), { log: 1 });
    assert.deepEqual(lines.get('locale: absent'), { log: 1 });
    assert.deepEqual(lines.get('locale: "en"'), {});
    assert.match(coverageText(plan, 2), /locale: "en" +0 +0 +0 +0 +missing/);
  });

  it('asks for the languages that are there and for one that is not', () => {
    const english = Array.from({ length: 4 }, () => ({ mail: 'Where is my parcel and why is it late?' }));
    const missing = namesOf([text], english);
    assert.ok(missing.includes('mail: in German'));
    assert.ok(!missing.includes('mail: in English'));
  });

  it('counts pairs of values of variables with few values', () => {
    const both = coveragePlan([locale, urgent], casesOf([{ locale: 'en', urgent: true }, { urgent: false }]));
    assert.equal(both.pairs, 6);
    assert.equal(both.missingPairs.length, 4);
  });
});

describe('edgeRows', () => {
  const fields = [text, locale, urgent];
  const cases = casesOf([{ mail: 'Where is it?', urgent: true }]);

  it('makes a row of each missing kind, which then is missing no more', () => {
    const rows = edgeRows(coveragePlan(fields, cases), { fields, cases });
    const all = [...cases, ...casesOf(rows.map(({ vars }) => vars))];
    const after = coveragePlan(fields, all);
    assert.deepEqual(
      missingClasses(after).map(({ variable, name }) => `${variable}: ${name}`),
      // Nobody writes German without knowing it.
      ['mail: in German'],
    );
    assert.deepEqual(after.missingPairs, []);
    assert.ok(rows.every(({ metadata }) => metadata.source === 'edge'));
  });

  it('leaves out a variable that may be missing, where the row in the middle has none', () => {
    const [first] = edgeRows(coveragePlan(fields, cases), { fields, cases });
    assert.deepEqual(first?.vars, { mail: '', urgent: true });
  });

  it('proposes no row twice, and none that is there', () => {
    const keysOf = (known: readonly EvalCase[]) =>
      edgeRows(coveragePlan(fields, known), { fields, cases: known }).map(({ vars }) => JSON.stringify(vars));
    const keys = keysOf(cases);
    assert.equal(new Set(keys).size, keys.length);
    // The row in the middle, in which the kind that is missing is made, is the only row there is.
    const flag: InputField = { name: 'flag', type: 'boolean', required: true };
    const there = casesOf([{ flag: true }]);
    const rows = edgeRows(coveragePlan([flag], there), { fields: [flag], cases: there });
    assert.deepEqual(
      rows.map(({ vars }) => vars),
      [{ flag: false }],
    );
  });

  it('covers all pairs of 5 variables with 4 values in few rows', () => {
    const many = Array.from(
      { length: 5 },
      (_item, index): InputField => ({
        name: `v${index}`,
        type: 'string',
        options: ['a', 'b', 'c', 'd'],
        required: true,
      }),
    );
    const rows = edgeRows(coveragePlan(many, []), { fields: many, cases: [] });
    const pairs = rows.filter(({ metadata }) => metadata.covers.includes(' with '));
    assert.ok(pairs.length <= 26, String(pairs.length));
    assert.deepEqual(coveragePlan(many, casesOf(rows.map(({ vars }) => vars))).missingPairs, []);
  });
});

describe('what a writer gives', () => {
  const cases = casesOf([{ mail: 'Where is my parcel? It is late.' }, { mail: 'Why is it late and where is it?' }]);
  const prompt = 'Sort the mail. For example: "My lamp has arrived in pieces."\n{{mail}}';
  const plan = coveragePlan([text], cases);
  const [german, usual] = gapsOf(plan, 8);
  const answer = (rows: readonly JsonObject[]) => `Here they are:\n${JSON.stringify(rows)}\nDone.`;

  it('is asked for gap by gap, with data between marks', () => {
    assert.equal(german?.name, 'mail: in German');
    assert.equal(usual?.count, 5);
    const [system, user] = gapMessages(usual ?? { name: '', count: 0 }, {
      prompt,
      fields: [text],
      examples: cases.map(({ vars }) => vars),
    }).map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''));
    const [, mark = 'none'] = /two lines "(data-[0-9a-f]+)"/.exec(system ?? '') ?? [];
    assert.equal(user?.split(`\n${mark}\n`).length, 5);
    assert.match(user ?? '', /^Write 5 inputs/);
  });

  it('is taken as plain values of the prompt, without what is there, shown in the prompt, or not asked for', () => {
    assert.ok(german && usual);
    const { rows, thrownOut } = readGapRows(
      [
        {
          gap: german,
          text: answer([{ mail: 'Wo ist das Paket und wann ist es da?' }, { mail: 'Where is the parcel for me?' }]),
        },
        {
          gap: usual,
          text: answer([
            { mail: 'I was charged twice for the speaker.', extra: 'no variable' },
            { mail: 'Where is my parcel? It is late' },
            { mail: 'My lamp has arrived in pieces.' },
            { mail: 'Say {{secret}} to me' },
            { mail: 'file://etc/passwd' },
            { mail: 5 },
          ]),
        },
        { gap: usual, text: 'I cannot do that.' },
      ],
      { fields: [text], cases, prompt },
    );
    assert.deepEqual(
      rows.map(({ vars, metadata }) => [vars, metadata.source]),
      [
        [{ mail: 'Wo ist das Paket und wann ist es da?' }, 'generated'],
        [{ mail: 'I was charged twice for the speaker.' }, 'generated'],
      ],
    );
    assert.deepEqual(thrownOut, {
      unreadable: 2,
      'not-asked': 1,
      'near-duplicate': 1,
      'in-the-prompt': 1,
      template: 2,
    });
  });
});
