import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../src/core/json.ts';
import type { ModelCall } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import { googleReader } from '../../src/core/providers/google/googleReader.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { chatReader } from '../../src/core/providers/openai/chatReader.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import { openaiReader } from '../../src/core/providers/openai/openaiReader.ts';
import { toRequest as openaiRequest } from '../../src/core/providers/openai/openaiRequest.ts';
import type { StreamReader } from '../../src/core/providers/wire/streamReader.ts';

const call = (model: string, own: Partial<ModelCall['parameters']> = {}): ModelCall => ({
  model,
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
  parameters: { logProbs: true, ...own },
});
const source = { who: 'X', model: 'x', wallTime: 0 };
const read = (reader: StreamReader, chunks: readonly JsonObject[]) =>
  chunks.flatMap((chunk) => reader.read(chunk)).flatMap((event) => (event.type === 'log-probs' ? event.values : []));

describe('log probabilities', () => {
  it('are asked for in the words of each wire', () => {
    const server = { who: 'X', flags: plainChat };
    assert.equal(chatRequest(call('llama-3.3-70b'), server).body['logprobs'], true);
    assert.deepEqual(openaiRequest(call('gpt-4.1')).body['include'], ['message.output_text.logprobs']);
    assert.deepEqual(googleRequest(call('gemini-2.5-flash')).body['generationConfig'], { responseLogprobs: true });
    assert.equal(chatRequest({ ...call('x'), parameters: {} }, server).body['logprobs'], undefined);
    assert.equal(openaiRequest({ ...call('gpt-4.1'), parameters: {} }).body['include'], undefined);
  });

  it('are left out with a warning where they would be refused', () => {
    const fields = ({ warnings }: { warnings: readonly { field: string }[] }) => warnings.map(({ field }) => field);
    const silent = { who: 'X', flags: { ...plainChat, givesLogProbs: false } };
    assert.deepEqual(fields(chatRequest(call('x'), silent)), ['logProbs']);
    assert.deepEqual(fields(chatRequest(call('gpt-5-mini'), { who: 'X', flags: plainChat })), ['logProbs']);
    assert.deepEqual(fields(openaiRequest(call('gpt-5.6-luna'))), ['logProbs']);
    assert.deepEqual(openaiRequest(call('gpt-5.6-luna', { reasoningEffort: 'none' })).body['include'], [
      'message.output_text.logprobs',
    ]);
    assert.deepEqual(fields(anthropicRequest(call('claude-haiku-4-5'))), ['logProbs']);
  });

  it('are read from Chat Completions, old and new', () => {
    const choice = (logprobs: JsonObject) => ({ choices: [{ index: 0, delta: { content: 'a' }, logprobs }] });
    assert.deepEqual(
      read(chatReader(source, plainChat), [
        choice({ content: [{ token: 'a', logprob: -0.5 }] }),
        choice({
          content: [
            { token: 'b', logprob: -0.25 },
            { token: 'c', logprob: 0 },
          ],
        }),
        { choices: [{ index: 0, delta: { content: 'a' }, logprobs: null }] },
      ]),
      [-0.5, -0.25, 0],
    );
    assert.deepEqual(
      read(chatReader(source, plainChat), [choice({ tokens: ['a'], token_logprobs: [-2, null] })]),
      [-2],
    );
  });

  it('are read from Responses once, be they in the pieces or in the whole', () => {
    const logprobs = [{ token: 'a', logprob: -0.5 }];
    const delta = { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'a' };
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'a', logprobs }] }];
    const end = { type: 'response.completed', response: { status: 'completed', output } };
    assert.deepEqual(read(openaiReader(source), [{ ...delta, logprobs }, end]), [-0.5]);
    assert.deepEqual(read(openaiReader(source), [delta, end]), [-0.5]);
  });

  it('are read from Gemini', () => {
    const chosenCandidates = [{ token: 'a', logProbability: -0.5 }, { token: 'b' }];
    const candidates = [{ content: { parts: [{ text: 'a' }] }, logprobsResult: { chosenCandidates } }];
    assert.deepEqual(read(googleReader(source), [{ candidates }]), [-0.5]);
  });
});
