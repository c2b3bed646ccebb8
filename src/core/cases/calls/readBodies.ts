import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Message, ToolDefinition } from '../../messages.ts';
import { firstText, objectIn } from './fields.ts';
import type { LoggedAnswer, LoggedCall } from './loggedCall.ts';
import { readAnswerMessage, readMessages, textMessage } from './readMessages.ts';
import { anthropicCounts, readUsage } from './readUsage.ts';

type RequestPart = Pick<LoggedCall, 'messages' | 'parameters' | 'tools' | 'requestModel'>;
type ResponsePart = Pick<LoggedCall, 'answers' | 'usage' | 'answeringModel' | 'error'> & {
  readonly responseId?: string;
};

const conversation = ['messages', 'system', 'instructions', 'input', 'prompt', 'tools', 'functions', 'model'];

/** What a request to a vendor says: OpenAI's chat and Responses wires, and Anthropic's. */
export function readRequest(body: JsonObject): RequestPart {
  const parameters = Object.fromEntries(Object.entries(body).filter(([key]) => !conversation.includes(key)));
  const messages = [...systemMessages(body['system'] ?? body['instructions']), ...readConversation(body)];
  return { messages, parameters, tools: readTools(body['tools'] ?? body['functions']), ...model(body) };
}

function model(body: JsonObject): Pick<LoggedCall, 'requestModel'> {
  const requestModel = firstText(body, 'model');
  return requestModel === undefined ? {} : { requestModel };
}

function readConversation(body: JsonObject): readonly Message[] {
  const list = body['messages'] ?? body['input'] ?? body['prompt'];
  if (typeof list === 'string') return [textMessage('user', list)];
  // A batched chat of LangChain is a list of lists.
  const nested = Array.isArray(list) && Array.isArray(list[0]) ? list[0] : list;
  return Array.isArray(nested) ? readMessages(nested) : [];
}

/** The system text that a request or trace states apart from its messages, as a text or as a list of parts. */
export function systemMessages(value: JsonValue | undefined): readonly Message[] {
  if (value === undefined || value === null || value === '') return [];
  return readMessages([{ role: 'system', content: value }]).filter(({ parts }) => parts.length > 0);
}

/** The tools of a request in the shape of any vendor; entries without a name are left out. */
export function readTools(value: JsonValue | undefined): readonly ToolDefinition[] {
  return (Array.isArray(value) ? value : []).flatMap((tool) => {
    const outer = objectIn(tool);
    const inner = isJsonObject(outer['function']) ? outer['function'] : outer;
    const name = firstText(inner, 'name');
    const schema = inner['parameters'] ?? inner['input_schema'] ?? inner['inputSchema'];
    if (name === undefined) return [];
    return [{ name, ...defined({ description: firstText(inner, 'description'), inputSchema: asSchema(schema) }) }];
  });
}

function asSchema(schema: JsonValue | undefined): JsonObject | undefined {
  const found = objectIn(schema);
  return Object.keys(found).length > 0 ? found : undefined;
}

/** What a vendor answered: OpenAI's chat and Responses wires, and Anthropic's. A body with `error` is a failure. */
export function readResponse(body: JsonObject): ResponsePart {
  const failure = isJsonObject(body['error']) ? body['error'] : undefined;
  const isAnthropic = body['type'] === 'message' || Object.hasOwn(body, 'stop_reason');
  return {
    answers: readAnswers(body),
    usage: readUsage(body['usage'], isAnthropic ? anthropicCounts : undefined),
    ...defined({
      answeringModel: firstText(body, 'model'),
      responseId: firstText(body, 'id'),
      error: failure && (firstText(failure, 'message', 'type') ?? 'it failed'),
    }),
  };
}

function readAnswers(body: JsonObject): readonly LoggedAnswer[] {
  if (Array.isArray(body['choices'])) return readChoices(body['choices']);
  if (Array.isArray(body['output'])) return responseItems(body['output'], firstText(body, 'status'));
  if (body['content'] === undefined) return [];
  return answerOf(body, firstText(body, 'stop_reason'));
}

/** The answers in a list of choices as OpenAI writes it. */
export function readChoices(choices: readonly JsonValue[]): readonly LoggedAnswer[] {
  return choices.flatMap((choice) => {
    if (!isJsonObject(choice)) return [];
    return answerOf(choice['message'] ?? choice['text'], firstText(choice, 'finish_reason', 'stop_reason'));
  });
}

/** One answer, with the reason for its end where there is one; none when there is no message. */
export function answerOf(value: JsonValue | undefined, finishReason?: string): readonly LoggedAnswer[] {
  const message = readAnswerMessage(value);
  return message ? [{ message, ...defined({ finishReason }) }] : [];
}

/** The items of the Responses API are one answer. */
function responseItems(items: readonly JsonValue[], status: string | undefined): readonly LoggedAnswer[] {
  const parts = readMessages(items.map((item) => (isJsonObject(item) ? { role: 'assistant', ...item } : item))).flatMap(
    (message) => message.parts,
  );
  return [{ message: { role: 'assistant', parts }, ...defined({ finishReason: status }) }];
}
