import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { filled, firstText, numberIn } from '../calls/fields.ts';
import { emptyCall, type RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { answerOf } from '../calls/readBodies.ts';
import { readMessages } from '../calls/readMessages.ts';

const answerColumns = ['completion', 'output', 'answer', 'response', 'reply', 'generation', 'model_output', 'observed'];
const feedbackColumns = ['thumbs', 'rating', 'feedback', 'score', 'scores'];

/**
 * A row of a file of your own. Which columns are variables is decided by a mapping; the answer, the time, the id, the model and feedback
 * are found by the usual names of their columns.
 */
export const plainRowReader: RecordReader = {
  matches: () => true,
  read: (row) => [
    {
      ...emptyCall('rows'),
      messages: Array.isArray(row['messages']) ? readMessages(row['messages']) : [],
      answers: answerColumns.flatMap((column) => answerIn(row[column])).slice(0, 1),
      ids: defined({
        request: firstText(row, 'retry_of', 'request_id', 'id', 'uuid'),
        session: firstText(row, 'session_id', 'conversation_id'),
      }),
      feedback: filled(Object.fromEntries(feedbackColumns.map((column) => [column, row[column] ?? null]))),
      row,
      ...defined({
        requestModel: firstText(row, 'model'),
        startedAt: momentIn(row['ts'] ?? row['timestamp'] ?? row['time'] ?? row['created_at']),
        milliseconds: numberIn(row['latency_ms']),
        error: firstText(row, 'error'),
      }),
    },
  ],
};

function answerIn(value: JsonValue | undefined) {
  if (typeof value === 'string') return value === '' ? [] : answerOf(value);
  return isJsonObject(value) || Array.isArray(value) ? answerOf(JSON.stringify(value)) : [];
}

/** The cells of a row by their column; those of a nested object are named `outer.inner`. */
export function columnsOf(row: JsonObject): JsonObject {
  const inner = Object.entries(row).flatMap(([key, value]) =>
    isJsonObject(value) ? Object.entries(value).map(([name, cell]) => [`${key}.${name}`, cell] as const) : [],
  );
  return Object.fromEntries([...Object.entries(row), ...inner]);
}
