import { defined, listAt } from '../../jsonRead.ts';
import { decoded, filled, firstText, listIn, numberIn, objectIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall, type RecordReader } from '../calls/loggedCall.ts';
import { millisecondsBetween, momentIn } from '../calls/moments.ts';
import { readAnswerMessage } from '../calls/readMessages.ts';
import { answersIn, askedIn, langfuseUsage, versionText } from './langfuseAttributes.ts';

/** Rows of Langfuse's blob storage export, whose inputs and outputs are text that may be JSON. Other kinds of observation are no calls. */
export const langfuseExportReader: RecordReader = {
  matches: (record) => Object.hasOwn(record, 'provided_model_name') && Object.hasOwn(record, 'trace_id'),
  read: (record) => {
    if (firstText(record, 'type')?.toUpperCase() !== 'GENERATION') return [];
    const startedAt = momentIn(record['start_time']);
    const failed = firstText(record, 'level') === 'ERROR';
    const seconds = numberIn(record['latency']);
    const prompt = firstText(record, 'prompt_name');
    return [
      {
        ...emptyCall('langfuse-export'),
        ...askedIn(decoded(record['input'])),
        answers: withCalls(answersIn(decoded(record['output'])), record),
        parameters: objectIn(record['model_parameters']),
        usage: langfuseUsage(objectIn(record['usage_details'])),
        ids: defined({
          trace: firstText(record, 'trace_id'),
          span: firstText(record, 'id'),
          parent: firstText(record, 'parent_observation_id'),
          request: firstText(record, 'id'),
          session: firstText(record, 'session_id'),
        }),
        metadata: filled({ ...objectIn(record['metadata']), tags: record['tags'] ?? null }),
        ...defined({
          requestModel: firstText(record, 'provided_model_name'),
          startedAt,
          milliseconds:
            seconds === undefined
              ? millisecondsBetween(startedAt, momentIn(record['end_time']))
              : Math.round(seconds * 1000),
          error: failed ? (firstText(record, 'status_message') ?? 'the observation has the level ERROR') : undefined,
          prompt:
            prompt === undefined
              ? undefined
              : { name: prompt, ...defined({ version: versionText(record['prompt_version']) }) },
        }),
      },
    ];
  },
};

/** Calls of tools stand in a column of their own where the output does not repeat them. */
function withCalls(answers: LoggedCall['answers'], record: Parameters<RecordReader['read']>[0]): LoggedCall['answers'] {
  const calls = listAt(record, 'tool_calls').flatMap((call) => decoded(call) ?? []);
  const hasCalls = answers.some(({ message }) => message.parts.some((part) => part.type === 'tool-call'));
  if (calls.length === 0 || hasCalls) return answers;
  const added = readAnswerMessage({ role: 'assistant', content: null, tool_calls: calls });
  const parts = [...(answers[0]?.message.parts ?? []), ...(added?.parts ?? [])];
  return [{ ...answers[0], message: { role: 'assistant', parts } }];
}

/** Rows of Langfuse's export of scores, which join to their observation. */
export const langfuseScoreReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'observation_id') && Object.hasOwn(record, 'data_type') && Object.hasOwn(record, 'value'),
  read: (record) => {
    const observation = firstText(record, 'observation_id');
    const name = firstText(record, 'name') ?? 'score';
    const value = firstText(record, 'string_value') ?? numberIn(record['value']) ?? listIn(record['value'])[0] ?? null;
    if (observation === undefined) return [];
    return [{ ...emptyCall('langfuse-export'), ids: { request: observation }, feedback: { [name]: value } }];
  },
};
