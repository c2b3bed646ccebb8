import { isJsonObject } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import { firstText } from '../calls/fields.ts';
import { emptyCall, type RecordReader } from '../calls/loggedCall.ts';
import { answerOf, readRequest, readTools } from '../calls/readBodies.ts';
import { readMessages, textOf } from '../calls/readMessages.ts';

const trainingKeys = ['messages', 'tools', 'functions', 'parallel_tool_calls', 'system', 'metadata', 'weight'];

/** Lines of a fine-tuning file: the last message is the answer that somebody wanted. */
export const fineTuningReader: RecordReader = {
  matches: (record) =>
    Array.isArray(record['messages']) && Object.keys(record).every((key) => trainingKeys.includes(key)),
  read: (record) => {
    const { messages } = readRequest(record);
    const last = messages.at(-1);
    const wanted = last?.role === 'assistant' ? last : undefined;
    return [
      {
        ...emptyCall('fine-tuning'),
        messages: wanted ? messages.slice(0, -1) : messages,
        answers: wanted ? [{ message: wanted }] : [],
        tools: readTools(record['tools'] ?? record['functions']),
        metadata: objectAt(record, 'metadata') ?? {},
        ...defined({ expected: wanted && textOf(wanted) ? textOf(wanted) : undefined }),
      },
    ];
  },
};

/** Rows of OpenAI's evals: `item` holds the variables, `sample` what a model answered to them. */
export const openaiEvalsReader: RecordReader = {
  matches: (record) => isJsonObject(record['item']),
  read: (record) => {
    const sample = objectAt(record, 'sample') ?? {};
    const outputs = Array.isArray(sample['outputs'])
      ? sample['outputs']
      : Array.isArray(sample['output'])
        ? sample['output']
        : [];
    const text = typeof sample['output_text'] === 'string' ? sample['output_text'] : undefined;
    const finish = firstText(sample, 'finish_reason');
    const single = readMessages(outputs)[0] ?? text;
    return [
      {
        ...emptyCall('openai-evals'),
        messages: readMessages(Array.isArray(sample['input']) ? sample['input'] : []),
        answers:
          typeof single === 'object'
            ? [{ message: single, ...defined({ finishReason: finish }) }]
            : answerOf(single, finish),
        variables: objectAt(record, 'item') ?? {},
        ...defined({ answeringModel: firstText(sample, 'model') }),
      },
    ];
  },
};
