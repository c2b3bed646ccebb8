import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '../../../../src/core/run/events.ts';
import type { AnsweredBy, UserTurn } from '../../../../src/core/run/round.ts';
import {
  Journal,
  journalFile,
  listRunIds,
  mendJournal,
  newRunId,
  readJournal,
} from '../../../../src/node/records/journal.ts';
import { summedLine } from '../../../../src/node/records/summedLine.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: deletingIt } = onPosix('nobody can delete a file there that is open');
const { it: linkIt } = onPosix('links need a right that few people have there');

const started: RunEvent = {
  type: 'run-started',
  at: 1,
  runId: 'r1',
  prompt: 'p',
  promptVersion: 'v',
  targets: [],
  cells: [],
};
const ended: RunEvent = { type: 'run-ended', runId: 'r1', at: 2, outcome: 'done' };
const delta: RunEvent = { type: 'cell-delta', cell: 'c', at: 2, text: 'x' };
const begun: RunEvent = { type: 'cell-started', cell: 'c', at: 2, target: 'a/b', attempt: 1 };
const answer: Extract<RunEvent, { type: 'cell-done' }> = {
  type: 'cell-done',
  cell: 'c',
  at: 3,
  target: 'a/b',
  model: 'a/b',
  answer: 'x',
  toolCalls: [],
  usage: null,
  cost: null,
  servedModel: null,
  requestId: null,
  finishReason: 'stop',
  rawFinishReason: null,
  timing: { totalMs: 1 },
  attempts: 1,
  warnings: [],
};
const verdict: RunEvent = {
  type: 'cell-graded',
  cell: 'c',
  at: 4,
  verdict: { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [] },
};

describe('Journal', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-journal-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  function write(...events: readonly RunEvent[]): string {
    const journal = Journal.open(storage, 'r1');
    for (const event of events) journal.append(event);
    journal.close();
    return journalFile(storage, 'r1');
  }

  it('gives back what was written, without the deltas', () => {
    write(started, delta, ended);
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started, ended], damaged: 0 });
  });

  it('writes the usage of an answer once, and that of a cell that was cut off', () => {
    const usage = { inputTokens: 3, outputTokens: 1 };
    const told = (cell: string): RunEvent => ({ type: 'cell-usage', cell, at: 2, usage });
    const done = (cell: string, had: typeof usage | null): RunEvent => ({ ...answer, cell, usage: had });
    write(started, told('a'), told('b'), done('a', usage), told('c'), done('c', null), told('d'));
    const { events = [] } = readJournal(storage, 'r1') ?? {};
    assert.deepEqual(events, [started, told('b'), done('a', usage), told('c'), done('c', null), told('d')]);
  });

  it('writes the usage of a round once as well', () => {
    const usage = { inputTokens: 3, outputTokens: 1 };
    const told: RunEvent = { type: 'cell-usage', cell: 'c', at: 2, usage };
    const { timing, attempts, finishReason } = answer;
    const said = { answer: '', toolCalls: [], cost: null, timing, attempts, finishReason };
    const round = (had: typeof usage | null): RunEvent => ({
      ...{ type: 'cell-round', cell: 'c', at: 3 },
      round: { ...said, usage: had, servedModel: null, requestId: null },
    });
    write(started, told, round(usage), told, round(null));
    assert.deepEqual(readJournal(storage, 'r1')?.events, [started, round(usage), told, round(null)]);
  });

  it('writes an answer at once with all that waits, and a verdict when it was paid for', () => {
    const journal = Journal.open(storage, 'r1');
    const types = () => readJournal(storage, 'r1')?.events.map(({ type }) => type);
    for (const event of [started, begun]) journal.append(event);
    assert.deepEqual(types(), ['run-started']);
    for (const event of [answer, verdict]) journal.append(event);
    assert.deepEqual(types(), ['run-started', 'cell-started', 'cell-done']);
    journal.append({ ...verdict, judging: { calls: 1, cached: 0, cost: null, unknownCost: 1 } });
    assert.deepEqual(types()?.slice(3), ['cell-graded', 'cell-graded']);
    for (let count = 1; count <= 150; count++) journal.append(verdict);
    assert.equal(types()?.length, 105, 'no more than a hundred wait');
    journal.close();
    assert.equal(types()?.length, 155);
  });

  it('lets results of tools and turns of the user wait that come again for nothing, and no others', () => {
    const journal = Journal.open(storage, 'r1');
    const written = () => (readJournal(storage, 'r1')?.events ?? []).length;
    const result = (by: AnsweredBy): RunEvent => ({
      ...{ type: 'tool-result', cell: 'c', at: 3 },
      result: { id: 'a', name: 'b', output: 'c', by },
    });
    const turn = (by: UserTurn['by']): RunEvent => ({
      type: 'user-turn',
      cell: 'c',
      at: 3,
      user: { text: 'And?', by },
    });
    journal.append(started);
    for (const by of ['rule', 'script', 'recording', 'refused'] as const) journal.append(result(by));
    journal.append(turn('case'));
    assert.equal(written(), 1);
    journal.append(result('server'));
    assert.equal(written(), 7);
    for (const event of [result('person'), turn('model'), turn('person')]) {
      const before = written();
      journal.append(event);
      assert.equal(written(), before + 1, JSON.stringify(event));
    }
    journal.close();
  });

  it('keeps verdicts that wait while the disk is full, and writes them with the next answer', () => {
    let isFull = false;
    const journal = Journal.open(storage, 'r1', (descriptor, bytes) => {
      if (isFull) throw new Error('ENOSPC');
      return writeSync(descriptor, bytes);
    });
    for (const event of [started, answer, verdict]) journal.append(event);
    isFull = true;
    assert.throws(() => journal.append(ended), { code: 'storage' });
    isFull = false;
    journal.append(ended);
    journal.close();
    assert.deepEqual(readJournal(storage, 'r1')?.events, [started, answer, verdict, ended]);
  });

  it('keeps runs out of git and leaves room for what is meant to be committed', () => {
    write(started);
    assert.equal(readFileSync(path.join(storage, '.gitignore'), 'utf8'), 'runs/\ncache/\n.gitignore\n');
  });

  it('goes on with a journal that was closed', () => {
    write(started);
    write(ended);
    assert.equal(readJournal(storage, 'r1')?.events.length, 2);
  });

  it('survives a cut at every byte: whole lines are kept, the torn one is set aside (fault 51)', () => {
    const file = write(started, ended);
    const whole = readFileSync(file);
    const firstLine = whole.indexOf('\n') + 1;
    for (let cut = whole.length - 1; cut >= 0; cut--) {
      writeFileSync(file, whole);
      truncateSync(file, cut);
      const content = readJournal(storage, 'r1');
      assert.equal(content?.events.length, cut >= firstLine ? 1 : 0, `cut at ${cut}`);
      assert.equal(content?.damaged, 0);
      assert.equal(readFileSync(file).length, cut, 'a reader changes nothing');
      mendJournal(storage, 'r1');
      assert.equal(readFileSync(file).length, cut >= firstLine ? firstLine : 0);
      const isTorn = cut !== firstLine && cut !== 0;
      assert.equal(existsSync(`${file}.torn`), isTorn, `torn copy at ${cut}`);
      rmSync(`${file}.torn`, { force: true });
    }
  });

  it('reads what older releases wrote, without checksums, also where it goes on with it (fault 48)', () => {
    const file = write();
    writeFileSync(file, `${JSON.stringify(started)}\n`);
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started], damaged: 0 });
    write(ended);
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started, ended], damaged: 0 });
    appendFileSync(file, `${JSON.stringify(ended)}\n`);
    assert.deepEqual(
      readJournal(storage, 'r1'),
      { events: [started, ended], damaged: 1 },
      'but none behind a checksum',
    );
  });

  it('reads what a later release wrote as far as it knows it, and leaves the file as it is (fault 48)', () => {
    const later = [
      { ...started, format: 9, weather: { new: true } },
      { type: 'cell-dreamt', cell: 'c', at: 2 },
      { ...ended, mood: 'good' },
    ];
    const file = write();
    writeFileSync(file, later.map((event) => `${summedLine(event)}\n`).join(''));
    const before = readFileSync(file, 'utf8');
    const content = readJournal(storage, 'r1');
    assert.deepEqual(
      content?.events.map(({ type }) => type),
      ['run-started', 'run-ended'],
    );
    assert.equal(content?.damaged, 1);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('stays readable without us: each line is JSON with its type (fault 90)', () => {
    const file = write(started, ended);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).type),
      ['run-started', 'run-ended'],
    );
  });

  it('counts damaged lines and reads the rest (fault 51)', () => {
    const file = write(started);
    appendFileSync(file, '{"type":\n\u0000\u0001\n"text"\n');
    write(ended);
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started, ended], damaged: 3 });
  });

  it('writes the messages of a case once for all its cells, and shares them again when read', () => {
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Long. '.repeat(1000) }] }];
    const inputs = { ticket: 'Long.' };
    const cell = (id: string) => ({ id, target: id, caseId: 'a', repeat: 0, inputs, messages });
    const planned: RunEvent = { ...started, cells: [cell('one'), cell('two'), cell('three')] };
    const file = write(planned);
    assert.ok(readFileSync(file).length < 8000);
    const [read] = readJournal(storage, 'r1')?.events ?? [];
    assert.deepEqual(read, planned);
    assert.ok(read?.type === 'run-started');
    assert.equal(read.cells[0]?.messages, read.cells[2]?.messages);
  });

  it('knows no run whose plan was cut off: nothing had been asked yet', () => {
    const cell = { id: 'one', target: 't', caseId: 'a', repeat: 0, inputs: {}, messages: [] };
    const file = write({ ...started, cells: [cell, { ...cell, id: 'two' }] });
    truncateSync(file, readFileSync(file).length - 10);
    assert.deepEqual(readJournal(storage, 'r1'), { events: [], damaged: 0 });
  });

  it('leaves no half line where the disk is full, and takes the same event again later (fault 49)', () => {
    let isFull = false;
    const journal = Journal.open(storage, 'r1', (descriptor, bytes) => {
      if (!isFull) return writeSync(descriptor, bytes);
      if (bytes.length > 10) return writeSync(descriptor, bytes.subarray(0, 10));
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    journal.append(started);
    isFull = true;
    assert.throws(() => journal.append(ended), { code: 'storage', message: /ENOSPC/ });
    assert.equal(readFileSync(journalFile(storage, 'r1'), 'utf8').endsWith('}\n'), true);
    isFull = false;
    journal.append(ended);
    journal.close();
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started, ended], damaged: 0 });
  });

  it('loses nothing to those who read while it is written', () => {
    const half: Uint8Array[] = [];
    const journal = Journal.open(storage, 'r1', (descriptor, bytes) => {
      // Whoever looks now sees half a line.
      const written = writeSync(descriptor, bytes.subarray(0, Math.ceil(bytes.length / 2)));
      readJournal(storage, 'r1');
      half.push(bytes);
      return written;
    });
    for (const event of [started, ...Array.from({ length: 50 }, () => ended)]) journal.append(event);
    journal.close();
    assert.equal(readJournal(storage, 'r1')?.events.length, 51);
    assert.ok(half.length > 100);
  });

  deletingIt('is written anew where it was deleted while it was open (fault 52)', () => {
    const journal = Journal.open(storage, 'r1');
    journal.append(started);
    rmSync(storage, { recursive: true });
    journal.append(ended);
    journal.close();
    assert.deepEqual(readJournal(storage, 'r1'), { events: [started, ended], damaged: 0 });
  });

  it('says so at its next line when something else has cut it or written to it (fault 52)', () => {
    for (const change of [
      (file: string) => truncateSync(file, 0),
      (file: string) => truncateSync(file, 20),
      (file: string) => appendFileSync(file, 'more'),
    ]) {
      const journal = Journal.open(storage, 'r1');
      journal.append(started);
      change(journalFile(storage, 'r1'));
      assert.throws(() => journal.append(ended), {
        code: 'storage',
        message: 'r1.jsonl, the record of this run, was changed by something else.',
      });
      journal.close();
      rmSync(journalFile(storage, 'r1'));
    }
  });

  linkIt('is never written through a link that leads out of the repository', () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'polyprompt-elsewhere-'));
    const precious = path.join(elsewhere, 'precious');
    writeFileSync(precious, 'mine');
    const repository = path.join(storage, 'repository');
    const inner = path.join(repository, '.polyprompt');
    const leads = { code: 'storage', message: /is a link that leads out of .*: nothing is written there\.$/ };
    mkdirSync(repository);
    symlinkSync(elsewhere, inner);
    assert.throws(() => Journal.open(inner, 'r1'), leads);
    rmSync(inner);
    mkdirSync(inner);
    symlinkSync(elsewhere, path.join(inner, 'runs'));
    assert.throws(() => Journal.open(inner, 'r1'), leads);
    rmSync(path.join(inner, 'runs'));
    mkdirSync(path.join(inner, 'runs'));
    symlinkSync(path.join(elsewhere, 'new'), path.join(inner, '.gitignore'));
    symlinkSync(precious, journalFile(inner, 'r1'));
    assert.throws(() => Journal.open(inner, 'r1'), { code: 'storage' });
    assert.deepEqual(readdirSync(elsewhere), ['precious']);
    assert.equal(readFileSync(precious, 'utf8'), 'mine');
    rmSync(elsewhere, { recursive: true });
  });

  it('lists runs newest first, and nothing where there is nothing', () => {
    assert.deepEqual(listRunIds(path.join(storage, 'missing')), []);
    for (const id of ['20260101-000000-aaaa', '20270101-000000-aaaa']) Journal.open(storage, id).close();
    assert.deepEqual(listRunIds(storage), ['20270101-000000-aaaa', '20260101-000000-aaaa']);
  });

  it('makes no path of what is not a run id', () => {
    for (const id of ['../x', '/etc/passwd', 'a/b', '', 'a\0b'])
      assert.throws(() => readJournal(storage, id), { code: 'invalid-arguments' });
  });

  it('says so in one sentence when it cannot write (fault 50)', () => {
    writeFileSync(path.join(storage, 'runs'), 'in the way');
    assert.throws(() => Journal.open(storage, 'r1'), {
      code: 'storage',
      message: /^The run cannot be recorded \(\w+\)\.$/,
    });
  });
});

describe('newRunId', () => {
  it('names runs so that their names are in the order of their starts, within a second too', () => {
    const start = Date.UTC(2026, 10, 20, 14, 15, 2, 7);
    const names = [start, start + 5, start + 990, start + 1000].map((time, index) =>
      newRunId(time, () => 0.9 - index / 5),
    );
    assert.deepEqual(names.toSorted(), names);
    assert.match(names[0] ?? '', /^20261120-141502-07[0-9a-z]{4}$/);
  });
});
