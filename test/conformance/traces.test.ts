import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoggedCall } from '../../src/core/cases/calls/loggedCall.ts';
import { textOf } from '../../src/core/cases/calls/readMessages.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { defined, listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { Message } from '../../src/core/messages.ts';
import { finishReasonOf } from '../../src/core/providers/wire/finishWords.ts';
import { type ReadingState, readCalls } from '../../src/node/cases/readCalls.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';

const folder = conformanceFolder('traces');
const exports = folder === undefined ? [] : statedExports(folder);

describe('logs and traces', () => {
  skipWithoutData(exports);
  for (const { name, expected } of exports) {
    it(`${name} is read as stated`, async () => {
      const { calls, state } = await readAll(filesOf(name));
      assertRows(calls, listAt(expected, 'rows').filter(isJsonObject));
      assertSamples(calls, listAt(expected, 'samples').filter(isJsonObject));
      assertCalls(calls, expected);
      for (const note of listAt(expected, 'notes')) assertNote(String(note), state);
    });
  }
});

function statedExports(base: string): readonly { readonly name: string; readonly expected: JsonObject }[] {
  const stated: JsonValue = JSON.parse(readFileSync(path.join(base, 'expected.json'), 'utf8'));
  return Object.entries(objectAt(stated, 'files') ?? {}).flatMap(([name, expected]) =>
    isJsonObject(expected) ? [{ name, expected }] : [],
  );
}

/** A name with braces stands for several files of one export. */
function filesOf(name: string): readonly string[] {
  const [, before = '', choices = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? [];
  const names = choices === '' ? [name] : choices.split(',').map((choice) => before + choice + after);
  return names.map((file) => path.join(folder ?? '', file)).filter((file) => existsSync(file));
}

async function readAll(paths: readonly string[]): Promise<{ calls: readonly LoggedCall[]; state: ReadingState }> {
  const reading = readCalls(paths, { signal: new AbortController().signal });
  const calls: LoggedCall[] = [];
  let next = await reading.next();
  for (; next.done !== true; next = await reading.next()) calls.push(next.value.call);
  return { calls, state: next.value };
}

function assertCalls(calls: readonly LoggedCall[], stated: JsonObject) {
  const expected = listAt(stated, 'calls').filter(isJsonObject);
  if (expected.length === 0) return;
  assert.equal(calls.length, expected.length, 'number of calls');
  const absent = listAt(stated, 'not_in_file').map(String);
  const left = [...calls];
  for (const wanted of expected) {
    const index = left.findIndex((call) => asText(call.messages) === asText(statedMessages(wanted, 'messages')));
    assert.ok(index >= 0, `no call asks ${JSON.stringify(wanted['messages'])}`);
    const [call] = left.splice(index, 1);
    if (call) assertCall(call, wanted, absent);
  }
}

/** Of two models, a format may hold one alone; where both have one name, the data states it for both. */
function assertModels(call: LoggedCall, wanted: JsonObject, absent: readonly string[]) {
  if (!absent.includes('request_model') && Object.hasOwn(wanted, 'request_model'))
    assert.equal(call.requestModel ?? null, wanted['request_model']);
  if (!absent.includes('response_model') && Object.hasOwn(wanted, 'response_model'))
    assert.equal(call.answeringModel ?? null, wanted['response_model']);
}

function assertCall(call: LoggedCall, wanted: JsonObject, absent: readonly string[]) {
  assert.equal(asText(call.answers.map(({ message }) => message)), asText(statedMessages(wanted, 'outputs')));
  for (const [index, output] of listAt(wanted, 'outputs').entries())
    assertFinish(call.answers[index]?.finishReason, output);
  if (wanted['error'] === true) assert.equal(typeof call.error, 'string');
  assertModels(call, wanted, absent);
  if (textAt(wanted, 'response_id') !== undefined) assert.equal(call.ids.response, wanted['response_id']);
  if (call.provider !== undefined && textAt(wanted, 'provider')) assert.equal(call.provider, wanted['provider']);
  for (const [key, value] of Object.entries(objectAt(wanted, 'params') ?? {}))
    assert.deepEqual(call.parameters[key] ?? call.parameters[stateAs[key] ?? key], value, key);
  if (Array.isArray(wanted['tools']))
    assert.deepEqual(
      call.tools.map(({ name }) => name),
      wanted['tools'],
    );
  assertUsage(call, wanted);
}

/** What was sent under one name is written down under an older one by several instrumentations. */
const stateAs: Readonly<Record<string, string>> = { max_completion_tokens: 'max_tokens' };

function assertUsage({ usage }: LoggedCall, wanted: JsonObject) {
  const stated = objectAt(wanted, 'usage');
  if (!stated) return;
  const read: Readonly<Record<string, number | undefined>> = {
    input_total: usage.inputTokens,
    cache_read: usage.cachedInputTokens,
    cache_write: usage.cacheWriteTokens,
    output: usage.outputTokens,
    reasoning: usage.reasoningTokens,
  };
  for (const [key, value] of Object.entries(stated)) {
    // LiteLLM writes `prompt_tokens_details: null` for a stream that cached nothing. The data has the zero of the wire there; what the
    // file leaves open has to stay unknown, so that both count. The other way round, an unknown figure may never be read as zero.
    const isOpenZero = value === 0 && read[key] === undefined && key !== 'input_total' && key !== 'output';
    if (key in read && !isOpenZero) assert.equal(read[key] ?? null, value, key);
  }
}

function assertFinish(read: string | undefined, output: JsonValue) {
  const stated = textAt(output, 'finish_reason');
  if (stated !== undefined && read !== undefined) assert.equal(finishReasonOf(read), finishReasonOf(stated));
}

function statedMessages(wanted: JsonObject, key: string): readonly Message[] {
  return listAt(wanted, key)
    .filter(isJsonObject)
    .map((message): Message => {
      const content = textAt(message, 'content') ?? '';
      const role = statedRole(textAt(message, 'role') ?? '');
      if (role === 'tool')
        return {
          role,
          parts: [{ type: 'tool-result', id: textAt(message, 'tool_call_id') ?? '', name: '', output: content }],
        };
      const calls = listAt(message, 'tool_calls').map((call) => ({
        type: 'tool-call' as const,
        id: textAt(call, 'id') ?? '',
        name: textAt(call, 'name') ?? '',
        input: isJsonObject(call) ? (call['arguments'] ?? null) : null,
      }));
      return { role, parts: [...(content === '' ? [] : [{ type: 'text' as const, text: content }]), ...calls] };
    });
}

function statedRole(word: string): Message['role'] {
  if (word === 'developer') return 'system';
  return word === 'system' || word === 'tool' || word === 'assistant' ? word : 'user';
}

/** Messages as text for comparison: roles, texts, calls and results, whatever else a format keeps with them. */
function asText(messages: readonly Message[]): string {
  return JSON.stringify(
    messages.map(({ role, parts }) => [
      role,
      parts.flatMap((part): readonly unknown[] => {
        if (part.type === 'text') return [part.text];
        if (part.type === 'tool-call') return [{ id: part.id, name: part.name, input: part.input }];
        return part.type === 'tool-result' ? [{ id: part.id, output: part.output }] : [];
      }),
    ]),
  );
}

function assertRows(calls: readonly LoggedCall[], rows: readonly JsonObject[]) {
  for (const row of rows) {
    const item = objectAt(row, 'item');
    const found = calls.filter((call) => JSON.stringify(call.variables ?? call.row) === JSON.stringify(item ?? row));
    if (item) assertSample(found[0], row);
    else if (found.length === 0) assertRetried(calls, row);
  }
}

function assertSample(call: LoggedCall | undefined, row: JsonObject) {
  assert.ok(call, JSON.stringify(row));
  const sample = objectAt(row, 'sample');
  const text = textAt(sample, 'output_text') ?? '';
  assert.equal(call.answers.map(({ message }) => textOf(message)).join(''), text);
}

/** A row that stands for no call of its own shares its id with one that was answered. */
function assertRetried(calls: readonly LoggedCall[], row: JsonObject) {
  const id = textAt(row, 'request_id') ?? textAt(row, 'id');
  const kept = calls.find(({ ids }) => ids.request === id);
  assert.ok(kept && kept.answers.length > 0, `row ${JSON.stringify(row)} is lost`);
}

function assertSamples(calls: readonly LoggedCall[], samples: readonly JsonObject[]) {
  if (samples.length > 0) assert.equal(calls.length, samples.length);
  for (const sample of samples) {
    const call = calls.find(({ ids }) => ids.request?.startsWith(`${textAt(sample, 'sample_id')} `));
    assert.ok(call, textAt(sample, 'sample_id'));
    const whole = [...call.messages, ...call.answers.map(({ message }) => message)];
    assert.equal(asText(whole), asText(statedMessages(sample, 'messages')));
    assert.equal(call.answers.map(({ message }) => textOf(message)).join(''), textAt(sample, 'answer'));
    assert.deepEqual(
      defined({ expected: call.expected, model: call.requestModel, scores: call.feedback, metadata: call.metadata }),
      { expected: sample['target'], model: sample['model'], scores: sample['scores'], metadata: sample['metadata'] },
    );
    assert.equal(call.usage.inputTokens, objectAt(sample, 'usage')?.['input_tokens']);
  }
}

function assertNote(note: string, state: ReadingState) {
  const line = /line (\d+) is incomplete/.exec(note)?.[1];
  if (line !== undefined)
    assert.deepEqual(
      state.problems.map((problem) => String(problem.line)),
      [line],
    );
}
