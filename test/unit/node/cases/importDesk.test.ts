import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PromptMatcher } from '../../../../src/core/cases/matching/matchPrompt.ts';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { inputFields } from '../../../../src/core/prompt/inputs.ts';
import { readPrompt } from '../../../../src/core/prompt/readPrompt.ts';
import { ImportDesk } from '../../../../src/node/cases/importDesk.ts';

const pause = () => Promise.resolve();
const asked = (text: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: text },
      { role: 'assistant', content: 'Soon, Maria Keller.' },
    ],
  });

describe('ImportDesk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-desk-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function deskOf(log: string, { prompt = 'Ticket: {{ticket}}', name = 'log.jsonl' } = {}): Promise<ImportDesk> {
    const file = path.join(folder, name);
    writeFileSync(file, log);
    const document = readPrompt({ path: 'ask.prompt', text: prompt });
    const fields = inputFields(document, new Map());
    const matcher = new PromptMatcher(document, new Map());
    const desk = new ImportDesk([file], { fields, matcher, mapping: {} });
    await read(desk);
    return desk;
  }
  const read = (desk: ImportDesk, signal = new AbortController().signal) =>
    desk.read({ signal, pause, onProgress: () => {} });

  it('looks for phone numbers of the regions that are chosen, and keeps these beside the cases', async () => {
    const log = asked('Ticket: 0664 1234567 / Graz').replace('Maria Keller', 'dear');
    const desk = await deskOf(log);
    const kinds = () => desk.parts().kinds.map(({ kind }) => kind);
    assert.deepEqual([kinds(), desk.parts().regions], [[], []]);
    await desk.personal.setRegions(['AT'], pause);
    assert.deepEqual([kinds(), desk.parts().regions], [['national-phone'], ['AT']]);
    desk.personal.decideKind('national-phone', 'replace');
    const { cases, about } = desk.written();
    assert.doesNotMatch(cases, /0664 1234567/);
    assert.deepEqual(JSON.parse(about ?? '').regions, ['AT']);
  });

  it('writes nothing before it is decided what becomes of suspected data, and then no original', async () => {
    const desk = await deskOf(asked('Ticket: My name is Maria Keller, mail maria.keller@firm.org'));
    const before = desk.parts();
    assert.match(before.obstacle, /Decide first what becomes of: name of a person/);
    assert.deepEqual(
      before.kinds.map(({ kind, choice }) => [kind, choice]),
      [
        ['email', 'replace'],
        ['person', 'open'],
      ],
    );
    assert.throws(() => desk.written(), PolypromptError);
    desk.personal.decideKind('person', 'replace');
    assert.equal(desk.parts().obstacle, '');
    const { cases, rows } = desk.written();
    assert.equal(rows, 1);
    assert.doesNotMatch(cases, /Keller|maria/i);
    assert.match(cases, /"observed":"Soon, \w+ \w+\."/);
    assert.deepEqual(readdirSync(folder), ['log.jsonl']);
  });

  it('shows rows as they would be written, with marks', async () => {
    const desk = await deskOf(asked('Ticket: My name is Maria Keller, mail maria.keller@firm.org'));
    const states = () =>
      desk
        .parts()
        .rows[0]?.parts.flatMap(({ name, pieces }) =>
          pieces.filter(({ state }) => state !== 'plain').map(({ state }) => `${name} ${state}`),
        );
    assert.deepEqual(states(), ['ticket open', 'ticket replaced', 'observed open']);
    desk.personal.decideValue('Maria Keller', 'keep');
    assert.deepEqual(states(), ['ticket kept', 'ticket replaced', 'observed kept']);
    assert.match(desk.written().cases, /Maria Keller, mail [a-z.]+@example\.com/);
  });

  it('decides about a kind after single values, and adds words of a list', async () => {
    const desk = await deskOf(asked('Ticket: Mail a.person@firm.org about Lamponia'));
    desk.personal.decideValue('a.person@firm.org', 'keep');
    desk.personal.decideKind('email', 'replace');
    await desk.personal.setWords(['lamponia'], pause);
    assert.doesNotMatch(desk.written().cases, /a\.person|Lamponia/);
  });

  it('gives a value one stand-in, whatever is decided meanwhile', async () => {
    const desk = await deskOf(asked('Ticket: Mail a.person@firm.org'));
    desk.personal.decideKind('person', 'replace');
    const standIn = () => desk.parts().kinds[0]?.values[0]?.standIn;
    const first = standIn();
    desk.personal.decideKind('email', 'keep');
    desk.personal.decideKind('email', 'replace');
    assert.equal(standIn(), first);
    assert.ok(desk.written().cases.includes(first ?? 'none'));
  });

  it('leaves ambiguous calls out until a person says how they are meant', async () => {
    const desk = await deskOf(asked('one-two-three'), { prompt: '{{first}}-{{second}}' });
    desk.personal.decideKind('person', 'replace');
    assert.deepEqual(desk.parts().ambiguous[0]?.choices.toSorted(), [
      'first: one · second: two-three',
      'first: one-two · second: three',
    ]);
    assert.match(desk.parts().obstacle, /No case was found/);
    const wanted = desk.parts().ambiguous[0]?.choices.indexOf('first: one-two · second: three') ?? 0;
    await desk.resolve(0, wanted, pause);
    desk.personal.decideKind('person', 'replace');
    assert.match(desk.written().cases, /"first":"one-two","second":"three"/);
    await desk.resolve(0, null, pause);
    assert.match(desk.parts().obstacle, /No case was found/);
  });

  it('takes columns as they are mapped, keeps the mapping, and shows the beginnings of other calls', async () => {
    const desk = await deskOf('q,answer\nWhen?,Soon.\n', { prompt: 'Ask: {{question}}', name: 'log.csv' });
    assert.deepEqual(desk.parts().mapping, {
      columns: ['q', 'answer'],
      variables: [{ name: 'question', isNeeded: true, column: '' }],
    });
    desk.mapColumn('question', 'q');
    await read(desk);
    assert.equal(desk.parts().rowsTotal, 1);
    assert.match(desk.written().about ?? '', /"map": \{\s+"q": "question"/);
    const other = await deskOf(asked('Translate: lamp'));
    assert.deepEqual(other.parts().others, ['user: Translate: lamp']);
  });

  it('samples more than a person reads, and says what the rows stand for', async () => {
    const log = Array.from({ length: 260 }, (_item, index) =>
      asked(`Ticket: Where is order ${index} of ${index % 7}?`),
    );
    const desk = await deskOf(log.join('\n'));
    desk.personal.decideKind('person', 'keep');
    const { sample, rowsTotal } = desk.parts();
    assert.equal(sample?.found, 260);
    assert.equal(sample?.count, 120);
    assert.ok(rowsTotal <= 120);
    assert.match(sample?.sentences.join(' ') ?? '', /stand for 260 cases/);
    await desk.sample(undefined, pause);
    assert.equal(desk.parts().rowsTotal, 260);
    assert.match(desk.parts().further, /60 further rows/);
  });

  it('offers nothing of files that were not read to their end', async () => {
    const desk = await deskOf(asked('Ticket: When?'));
    const stop = new AbortController();
    stop.abort();
    await read(desk, stop.signal);
    assert.equal(desk.isRead, false);
    assert.match(desk.parts().obstacle, /Stopped before the end/);
  });
});
