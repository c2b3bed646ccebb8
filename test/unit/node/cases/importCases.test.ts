import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { PromptMatcher } from '../../../../src/core/cases/matching/matchPrompt.ts';
import { inputFields } from '../../../../src/core/prompt/inputs.ts';
import { readPrompt } from '../../../../src/core/prompt/readPrompt.ts';
import { importCases, mostKept } from '../../../../src/node/cases/importCases.ts';
import { zipEntries } from '../../../../src/node/cases/zipEntries.ts';

const document = readPrompt({ path: 'p.prompt', text: '---\nmodel: openai/m\n---\nAsk: {{question}}' });
const maker = { fields: inputFields(document), matcher: new PromptMatcher(document, new Map()), mapping: {} };
const never = new AbortController().signal;

describe('importCases', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cases-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const rows = (count: number) =>
    Array.from({ length: count }, (_item, index) => `{"question":"q${index}"}\n`).join('');

  it('reads a file that is packed by gzip like the file itself', async () => {
    const { cases } = await importCases([file('a.jsonl.gz', gzipSync(rows(3)))], { maker, signal: never });
    assert.deepEqual(
      cases.map(({ vars }) => vars['question']),
      ['q0', 'q1', 'q2'],
    );
  });

  it('reads a letter whose bytes lie in two pieces', async () => {
    const text = `{"question":"${'é'.repeat(300_000)}"}\n`;
    const { cases } = await importCases([file('a.jsonl', text)], { maker, signal: never });
    assert.equal(cases[0]?.vars['question'], 'é'.repeat(300_000));
  });

  it('ends after the limit, and reads no further', async () => {
    const log = await importCases([file('a.jsonl', rows(50_000))], { maker, signal: never, limit: 5 });
    assert.equal(log.cases.length, 5);
    assert.ok(log.state.records < 50_000);
    assert.equal(log.isStopped, false);
  });

  it('stops when it is told to, and tells of its progress before', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const log = await importCases([file('a.jsonl', rows(50_000))], {
      maker,
      signal: stop.signal,
      onProgress: ({ records }) => {
        seen.push(records);
        stop.abort();
      },
    });
    assert.equal(log.isStopped, true);
    assert.deepEqual(seen, [2_000]);
    assert.ok(log.state.records < 50_000);
  });

  it('lets other work have its turn, so that a stop arrives in the middle of a long file', async () => {
    const stop = new AbortController();
    const reading = importCases([file('a.jsonl', rows(400_000))], { maker, signal: stop.signal });
    setTimeout(() => stop.abort());
    const log = await reading;
    assert.equal(log.isStopped, true);
    assert.ok(log.state.records < 400_000);
  });

  it('holds a bounded number of cases and counts all', async () => {
    const log = await importCases([file('a.jsonl', rows(mostKept + 500))], { maker, signal: never });
    assert.equal(log.cases.length, mostKept);
    assert.equal(log.found.given, mostKept + 500);
  });

  it('takes the last step of a loop of tools for the whole loop', async () => {
    const user = { role: 'user', content: 'Ask: where?' };
    const called = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', function: { name: 'find', arguments: '{}' } }],
    };
    const found = { role: 'tool', tool_call_id: 'c1', content: 'here' };
    const lines = [
      { custom_id: 'a', body: { messages: [user] } },
      { custom_id: 'a', response: { status_code: 200, body: { choices: [{ message: called }] } } },
      { custom_id: 'b', body: { messages: [user, called, found] } },
      {
        custom_id: 'b',
        response: { status_code: 200, body: { choices: [{ message: { role: 'assistant', content: 'Here.' } }] } },
      },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const log = await importCases([file('a.jsonl', text)], { maker, signal: never });
    assert.deepEqual(
      log.cases.map(({ vars, observed }) => [vars['question'], observed]),
      [['where?', 'Here.']],
    );
    assert.equal(log.steps, 1);
  });

  it('drops what names a person, a device or a session from metadata', async () => {
    const row = {
      request_created_at: '2026-11-03T09:01:00.000Z',
      request_body: { messages: [{ role: 'user', content: 'Ask: where?' }] },
      response_body: { choices: [{ message: { role: 'assistant', content: 'Here.' } }] },
      request_properties: { locale: 'en', UserEmail: 'a@b.org', Session: 's-1', ip: '192.0.2.1' },
    };
    const { cases } = await importCases([file('a.jsonl', JSON.stringify(row))], { maker, signal: never });
    assert.deepEqual(Object.keys(cases[0]?.metadata ?? {}), ['source', 'format', 'day', 'locale']);
  });

  it('names Parquet, and a packed file that is cut off', async () => {
    await assert.rejects(
      importCases([file('a.parquet', 'PAR1\0\0PAR1')], { maker, signal: never }),
      /is Parquet, which is not read/,
    );
    const packed = gzipSync(rows(3_000));
    const cut = file('a.jsonl.gz', packed.subarray(0, packed.length / 2));
    await assert.rejects(importCases([cut], { maker, signal: never }), /a\.jsonl\.gz" cannot be read to its end/);
  });

  it('fails with the name of a file that is not there', async () => {
    const reading = importCases([path.join(folder, 'none.jsonl')], { maker, signal: never });
    await assert.rejects(reading, /none\.jsonl" cannot be read \(ENOENT\)/);
  });
});

describe('zipEntries', () => {
  it('reads an entry that is packed by Zstandard', () => {
    const [entry] = zipEntries(archive('a.json', zstdCompressSync('{"a":1}'), 93));
    assert.equal(entry?.name, 'a.json');
    assert.equal(new TextDecoder().decode(entry?.read()), '{"a":1}');
  });

  it('says what is wrong with an archive', () => {
    const whole = archive('a.json', Buffer.from('{"a":1}'), 93);
    assert.throws(() => zipEntries(whole)[0]?.read(), /"a\.json" of this archive cannot be unpacked/);
    assert.throws(() => zipEntries(archive('a.json', Buffer.from('x'), 12))[0]?.read(), /packed by method 12/);
    assert.throws(() => zipEntries(whole.subarray(0, 40)), /has no directory/);
  });
});

/** A zip archive of one entry whose bytes are packed already. */
function archive(name: string, bytes: Uint8Array, method: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(bytes.length, 20);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + bytes.length, 16);
  return Buffer.concat([local, Buffer.from(name), bytes, central, Buffer.from(name), end]);
}
