import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchKey } from '../../../src/core/batch/batchKey.ts';
import { anthropicJob } from '../../../src/core/providers/anthropic/anthropicBatch.ts';
import { googleJob } from '../../../src/core/providers/google/googleBatch.ts';
import { openaiAnswer, openaiJob } from '../../../src/core/providers/openai/openaiBatch.ts';

const source = { who: 'OpenAI', model: 'gpt-5.6-luna', wallTime: 0 };

describe('the key of a request in a batch job', () => {
  it('is what every vendor takes, whatever the cell is called', () => {
    fc.assert(fc.property(fc.string(), (cell) => /^[A-Za-z0-9_-]{1,64}$/.test(batchKey(cell))));
  });

  it('can be read in a vendor’s own tools where the cell’s id allows it', () => {
    assert.equal(batchKey('0123456789abcdef01234567-0'), '0123456789abcdef01234567-0');
    assert.equal(batchKey('0123456789abcdef01234567-0~2'), '0123456789abcdef01234567-0_2');
  });

  it('differs for cells that differ', () => {
    const ids = ['a-0', 'a-1', 'a-0~2', 'a-0~3', `${'x'.repeat(80)}1`, `${'x'.repeat(80)}2`, '', ' '];
    assert.equal(new Set(ids.map(batchKey)).size, ids.length);
  });
});

describe('how a job stands', () => {
  it('is waiting or running where a vendor uses a word of tomorrow: never over', () => {
    assert.equal(openaiJob({ id: 'b', status: 'resting' }).status, 'running');
    assert.equal(googleJob({ name: 'batches/b', metadata: { state: 'JOB_STATE_RESTING' } }).status, 'waiting');
    assert.equal(anthropicJob({ id: 'b', processing_status: 'resting' }).status, 'running');
  });

  it('is done at Google when a part has succeeded, in either prefix', () => {
    for (const state of ['JOB_STATE_PARTIALLY_SUCCEEDED', 'BATCH_STATE_SUCCEEDED'])
      assert.equal(googleJob({ name: 'batches/b', metadata: { state } }).status, 'done');
  });

  it('is cancelled or expired at Anthropic by what became of it', () => {
    const counts = { processing: 0, succeeded: 1, errored: 0, canceled: 0, expired: 2 };
    const ended = { id: 'b', processing_status: 'ended', request_counts: counts };
    assert.equal(anthropicJob(ended).status, 'expired');
    assert.equal(anthropicJob({ ...ended, cancel_initiated_at: '2026-11-20T00:00:00Z' }).status, 'cancelled');
    assert.deepEqual(anthropicJob(ended).counts, { total: 3, answered: 1, failed: 2 });
  });

  it('names both files of results, and whom the vendor calls it', () => {
    const job = openaiJob({
      id: 'b',
      status: 'completed',
      created_at: 2,
      metadata: { polyprompt: 'ours' },
      output_file_id: 'out',
      error_file_id: 'err',
    });
    assert.deepEqual([job.results, job.name, job.createdAt], [['out', 'err'], 'ours', 2000]);
  });

  it('survives anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const read of [openaiJob, anthropicJob, googleJob]) assert.equal(typeof read(value).status, 'string');
      }),
    );
  });
});

describe('a line of results', () => {
  it('without an answer and without an error has failed', () => {
    const { fate, error } = openaiAnswer({ custom_id: 'a', response: null, error: null }, source);
    assert.deepEqual([fate, error?.code], ['failed', 'provider-error']);
  });

  it('whose answer failed at the vendor tells why', () => {
    const body = { status: 'failed', error: { code: 'server_error', message: 'it broke' }, output: [] };
    const { fate, error } = openaiAnswer({ custom_id: 'a', response: { status_code: 200, body } }, source);
    assert.equal(fate, 'failed');
    assert.match(error?.message ?? '', /it broke/);
  });

  it('whose answer never ended is incomplete, with what there is', () => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'Half' }] }];
    const body = { status: 'in_progress', output };
    const { fate, error, events } = openaiAnswer({ custom_id: 'a', response: { status_code: 200, body } }, source);
    assert.deepEqual([fate, error?.code, events], ['failed', 'incomplete', [{ type: 'text', text: 'Half' }]]);
  });

  it('that a content filter stopped is an answer, as it is live', () => {
    const body = { error: { code: 'content_policy_violation', message: 'no' } };
    const { fate, events } = openaiAnswer({ custom_id: 'a', response: { status_code: 400, body } }, source);
    assert.deepEqual(
      [fate, events],
      ['answered', [{ type: 'done', finishReason: 'content-filter', rawFinishReason: 'content_policy_violation' }]],
    );
  });
});
