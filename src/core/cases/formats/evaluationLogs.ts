import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, listAt, objectAt } from '../../jsonRead.ts';
import { decoded, firstText, numberIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall, type RecordReader } from '../calls/loggedCall.ts';
import { answerOf, readChoices } from '../calls/readBodies.ts';
import { readMessages, textMessage } from '../calls/readMessages.ts';
import { readUsage } from '../calls/readUsage.ts';

/** Results of promptfoo, which keep the variables of each case apart from the rendered prompt. */
export const promptfooReader: RecordReader = {
  matches: (record) => promptfooRows(record).length > 0,
  read: (record) => promptfooRows(record).map(promptfooCall),
};

function promptfooRows(record: JsonObject): readonly JsonObject[] {
  const results = objectAt(record, 'results');
  const list = results ? listAt(results, 'results') : listAt(record, 'results');
  const rows = list.filter(isJsonObject);
  const isOne = objectAt(record, 'vars') !== undefined && objectAt(record, 'prompt') !== undefined;
  return isOne ? [record] : rows.filter((row) => objectAt(row, 'vars') !== undefined);
}

function promptfooCall(row: JsonObject): LoggedCall {
  const raw = firstText(objectAt(row, 'prompt') ?? {}, 'raw') ?? '';
  const response = objectAt(row, 'response') ?? {};
  const chat = decoded(raw);
  const output = response['output'];
  const usage = objectAt(response, 'tokenUsage');
  return {
    ...emptyCall('promptfoo'),
    messages: Array.isArray(chat) ? readMessages(chat) : raw === '' ? [] : [textMessage('user', raw)],
    answers:
      output === undefined || output === null
        ? []
        : answerOf(typeof output === 'string' ? output : JSON.stringify(output)),
    usage: usage ? readUsage({ input: usage['prompt'] ?? null, output: usage['completion'] ?? null }) : {},
    ids: {},
    variables: objectAt(row, 'vars') ?? {},
    ...defined({
      requestModel: firstText(objectAt(row, 'provider') ?? {}, 'id'),
      milliseconds: numberIn(row['latencyMs']),
      error: output === undefined || output === null ? firstText(row, 'error') : undefined,
    }),
  };
}

/** A log of Inspect: one sample of an archive, or all samples of a log that is one JSON file. */
export const inspectReader: RecordReader = {
  matches: (record) => isSample(record) || (objectAt(record, 'eval') !== undefined && Array.isArray(record['samples'])),
  read: (record) => {
    if (isSample(record)) return [sampleCall(record, {})];
    const log = objectAt(record, 'eval') ?? {};
    return listAt(record, 'samples').flatMap((sample) => (isJsonObject(sample) ? [sampleCall(sample, log)] : []));
  },
};

function isSample(record: JsonObject): boolean {
  return Object.hasOwn(record, 'epoch') && Object.hasOwn(record, 'target') && Array.isArray(record['messages']);
}

/** `log` is the `eval` of the header, with the model that was asked; an archive states it in a file of its own. */
function sampleCall(sample: JsonObject, log: JsonObject): LoggedCall {
  const attachments = objectAt(sample, 'attachments') ?? {};
  const messages = readMessages(listAt(sample, 'messages').map((message) => attached(message, attachments)));
  const output = objectAt(sample, 'output') ?? {};
  const last = messages.at(-1)?.role === 'assistant' ? messages.slice(0, -1) : messages;
  const choices = listAt(output, 'choices').map((choice) => attached(choice, attachments));
  const { target } = sample;
  return {
    ...emptyCall('inspect'),
    messages: last,
    answers: choices.length > 0 ? readChoices(choices) : answerOf(firstText(output, 'completion')),
    parameters: objectAt(log, 'model_generate_config') ?? {},
    usage: readUsage(output['usage']),
    ids: defined({
      request: `${String(sample['id'])} ${String(sample['epoch'])}`,
      response: firstText(output, 'response_id'),
    }),
    feedback: scoresOf(objectAt(sample, 'scores') ?? {}),
    metadata: objectAt(sample, 'metadata') ?? {},
    ...defined({
      requestModel: firstText(log, 'model'),
      answeringModel: firstText(output, 'model'),
      expected: typeof target === 'string' && target !== '' ? target : undefined,
      error: firstText(objectAt(sample, 'error') ?? {}, 'message'),
    }),
  };
}

/** Long texts are written once and referred to: https://inspect.aisi.org.uk/eval-logs.html */
function attached(value: JsonValue, attachments: JsonObject): JsonValue {
  if (typeof value === 'string' && value.startsWith('attachment://'))
    return attachments[value.slice('attachment://'.length)] ?? value;
  if (Array.isArray(value)) return value.map((item) => attached(item, attachments));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, attached(item, attachments)]));
}

function scoresOf(scores: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, isJsonObject(score) ? (score['value'] ?? null) : score]),
  );
}
