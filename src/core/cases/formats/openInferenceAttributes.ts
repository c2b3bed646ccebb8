import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { firstText, numberIn, objectIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall } from '../calls/loggedCall.ts';
import { answerOf, readRequest, readResponse, readTools } from '../calls/readBodies.ts';
import { readMessages } from '../calls/readMessages.ts';
import { inclusiveCounts, usageOf } from '../calls/readUsage.ts';
import { numbered } from './otlpAttributes.ts';
import type { Span } from './span.ts';

/**
 * A call in OpenInference's words, whose messages are flattened into attributes with numbers in their names.
 * https://arize-ai.github.io/openinference/spec/semantic_conventions.html
 */
export function readOpenInference({ attributes }: Span): LoggedCall | undefined {
  if (firstText(attributes, 'openinference.span.kind')?.toUpperCase() !== 'LLM') return undefined;
  const asked = readRequest(objectIn(attributes['input.value']));
  const answered = readResponse(objectIn(attributes['output.value']));
  const { model: requested, tools: _tools, ...parameters } = objectIn(attributes['llm.invocation_parameters']);
  const flat = messagesBelow(attributes, 'llm.input_messages.');
  const outputs = messagesBelow(attributes, 'llm.output_messages.');
  const finish = firstText(attributes, 'llm.finish_reason') ?? answered.answers[0]?.finishReason;
  const tools = numbered(attributes, 'llm.tools.').map((tool) => objectIn(tool['tool.json_schema']));
  return {
    ...emptyCall('openinference'),
    messages: flat.length > 0 ? readMessages(flat) : asked.messages,
    answers: outputs.length > 0 ? outputs.flatMap((message) => answerOf(message, finish)) : answered.answers,
    parameters,
    tools: tools.length > 0 ? readTools([...tools]) : asked.tools,
    usage: usageIn(attributes),
    ids: defined({ response: answered.responseId, session: firstText(attributes, 'session.id') }),
    metadata: objectIn(attributes['metadata']),
    ...defined({
      provider: firstText(attributes, 'llm.provider', 'llm.system'),
      requestModel: typeof requested === 'string' ? requested : asked.requestModel,
      answeringModel: firstText(attributes, 'llm.model_name'),
    }),
  };
}

function usageIn(attributes: JsonObject) {
  const at = (name: string) => numberIn(attributes[`llm.token_count.${name}`]);
  const counts = {
    input: at('prompt'),
    cached: at('prompt_details.cache_read'),
    cacheWrite: at('prompt_details.cache_write'),
    output: at('completion'),
    reasoning: at('completion_details.reasoning'),
  };
  return usageOf(counts, inclusiveCounts);
}

/** Messages in their nested form again, so that the one reader of messages reads them. */
function messagesBelow(attributes: JsonObject, prefix: string): JsonObject[] {
  return numbered(attributes, prefix).map((flat) => {
    const contents = numbered(flat, 'message.contents.').map((part) => ({
      type: part['message_content.type'] ?? 'text',
      text: part['message_content.text'] ?? null,
      image_url: part['message_content.image.image.url'] ?? null,
    }));
    const calls = numbered(flat, 'message.tool_calls.').map((call) => ({
      id: call['tool_call.id'] ?? '',
      name: call['tool_call.function.name'] ?? '',
      arguments: call['tool_call.function.arguments'] ?? '',
    }));
    return {
      role: flat['message.role'] ?? 'assistant',
      content: flat['message.content'] ?? (contents.length > 0 ? contents : null),
      tool_calls: calls,
      tool_call_id: flat['message.tool_call_id'] ?? null,
      name: flat['message.name'] ?? null,
    };
  });
}
