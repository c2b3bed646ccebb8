import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeferredCall } from '../../../../src/core/batch/batchDesk.ts';
import { blobOf, writeJobFiles } from '../../../../src/node/batch/jobFiles.ts';

type Api = Parameters<typeof writeJobFiles>[0];

const callOf = (id: string, model = 'm'): DeferredCall => ({ id, call: { model, messages: [], parameters: {} } });
const api: Api = {
  limits: { requests: 2, bytes: 1000 },
  framing: { before: '', between: '\n', after: '\n' },
  line: (key, { model }) => ({ text: `{"${key}"}`, warnings: [], ...(model === 'm' ? {} : { variant: model }) }),
};

describe('the inputs of batch jobs', () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'polyprompt-jobs-')), 'jobs');
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const written = (vendor: Api, calls: readonly DeferredCall[]) =>
    [...readEach(writeJobFiles(vendor, calls, folder))].map(({ requests, text, variant }) => [requests, text, variant]);

  it('hold as many requests as the vendor takes in one job, the last one what is left', () => {
    assert.deepEqual(
      written(
        api,
        ['a', 'b', 'c'].map((id) => callOf(id)),
      ),
      [
        [['a', 'b'], '{"a"}\n{"b"}\n', undefined],
        [['c'], '{"c"}\n', undefined],
      ],
    );
  });

  it('stay within the bytes that the vendor takes, counted as bytes and with what frames them', () => {
    const framing = { before: '[', between: ',', after: ']' };
    const wide: Api = {
      ...api,
      framing,
      limits: { requests: 100, bytes: 9 },
      line: (key) => ({ text: key, warnings: [] }),
    };
    const lines = written(
      { ...wide, line: (key) => ({ text: key === 'b' ? 'éé' : 'xx', warnings: [] }) },
      ['a', 'b', 'c'].map((id) => callOf(id)),
    );
    // [xx,éé] has 9 bytes: a third would not fit.
    assert.deepEqual(lines, [
      [['a', 'b'], '[xx,éé]', undefined],
      [['c'], '[xx]', undefined],
    ]);
    for (const [, text] of lines) assert.ok(Buffer.byteLength(String(text)) <= 9);
  });

  it('give a line that alone is too large a job of its own', () => {
    const tight = { ...api, limits: { requests: 100, bytes: 3 } };
    assert.deepEqual(
      written(
        tight,
        ['a', 'b'].map((id) => callOf(id)),
      ).map(([requests]) => requests),
      [['a'], ['b']],
    );
  });

  it('keep lines of different variants apart', () => {
    const calls = [callOf('a'), callOf('b', 'old'), callOf('c')];
    assert.deepEqual(written(api, calls), [
      [['a', 'c'], '{"a"}\n{"c"}\n', undefined],
      [['b'], '{"b"}\n', 'old'],
    ]);
  });

  it('are gone from the disk afterwards, also when nobody takes the rest', async () => {
    for (const job of writeJobFiles(
      api,
      ['a', 'b', 'c'].map((id) => callOf(id)),
      folder,
    )) {
      assert.equal((await blobOf(job)).size, 12);
      break;
    }
    assert.equal(existsSync(folder), false);
  });
});

function* readEach(jobs: ReturnType<typeof writeJobFiles>) {
  for (const job of jobs) yield { ...job, text: readFileSync(job.file, 'utf8') };
}
