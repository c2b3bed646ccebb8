import { defined } from '../../jsonRead.ts';
import type { Message } from '../../messages.ts';
import { decoded, firstText, listIn, numberIn, objectIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall } from '../calls/loggedCall.ts';
import { readTools } from '../calls/readBodies.ts';
import { readMessages, textMessage, toolCall } from '../calls/readMessages.ts';
import { inclusiveCounts, usageOf } from '../calls/readUsage.ts';
import { below } from './otlpAttributes.ts';
import type { Span } from './span.ts';

/** A call of the AI SDK 4 to 6: spans that end in doGenerate or doStream. The spans around them repeat the same call. */
export function readAiSdk({ name, attributes }: Span): LoggedCall | undefined {
  const operation = firstText(attributes, 'ai.operationId', 'operation.name') ?? name;
  if (!/\.do(?:Generate|Stream)\b/.test(operation)) return undefined;
  const finishReason = firstText(attributes, 'ai.response.finishReason');
  const message = answerOf(attributes);
  const at = (key: string) => numberIn(attributes[`ai.usage.${key}`]);
  const counts = {
    input: at('inputTokens') ?? at('promptTokens'),
    cached: at('cachedInputTokens') ?? at('inputTokenDetails.cacheReadTokens'),
    cacheWrite: at('inputTokenDetails.cacheWriteTokens'),
    output: at('outputTokens') ?? at('completionTokens'),
    reasoning: at('reasoningTokens') ?? at('outputTokenDetails.reasoningTokens'),
  };
  const tools = listIn(attributes['ai.prompt.tools']).map((tool) => decoded(tool) ?? null);
  return {
    ...emptyCall('ai-sdk'),
    messages: readMessages(listIn(attributes['ai.prompt.messages'])),
    answers: message.parts.length > 0 ? [{ message, ...defined({ finishReason }) }] : [],
    parameters: { ...below(attributes, 'gen_ai.request.'), ...below(attributes, 'ai.settings.') },
    tools: readTools(tools),
    usage: usageOf(counts, inclusiveCounts),
    ids: defined({ response: firstText(attributes, 'ai.response.id', 'gen_ai.response.id') }),
    metadata: below(attributes, 'ai.telemetry.metadata.'),
    ...defined({
      provider: firstText(attributes, 'gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider')?.split('.')[0],
      requestModel: firstText(attributes, 'ai.model.id', 'gen_ai.request.model'),
      answeringModel: firstText(attributes, 'ai.response.model', 'gen_ai.response.model'),
    }),
  };
}

function answerOf(attributes: Span['attributes']): Message {
  const text = firstText(attributes, 'ai.response.text', 'ai.response.object') ?? '';
  const calls = listIn(attributes['ai.response.toolCalls']).map((value) => {
    const call = objectIn(value);
    return toolCall(
      firstText(call, 'toolCallId') ?? '',
      firstText(call, 'toolName') ?? '',
      call['input'] ?? call['args'],
    );
  });
  return { role: 'assistant', parts: [...textMessage('assistant', text).parts, ...calls] };
}
