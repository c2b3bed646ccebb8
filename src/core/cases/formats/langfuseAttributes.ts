import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Usage } from '../../messages.ts';
import { decoded, filled, firstText, objectIn } from '../calls/fields.ts';
import { emptyCall, type LoggedAnswer, type LoggedCall } from '../calls/loggedCall.ts';
import { answerOf, readRequest, readResponse } from '../calls/readBodies.ts';
import { textMessage } from '../calls/readMessages.ts';
import { inclusiveCounts, readUsage, separateCounts } from '../calls/readUsage.ts';
import { below } from './otlpAttributes.ts';
import type { Span } from './span.ts';

/** A generation of Langfuse's SDK. Its model is the one that answered; a stream's answer is bare text. */
export function readLangfuseSpan({ attributes }: Span): LoggedCall | undefined {
  if (firstText(attributes, 'langfuse.observation.type')?.toLowerCase() !== 'generation') return undefined;
  const prompt = firstText(attributes, 'langfuse.observation.prompt.name');
  const version = attributes['langfuse.observation.prompt.version'];
  return {
    ...emptyCall('langfuse'),
    ...askedIn(decoded(attributes['langfuse.observation.input'])),
    answers: answersIn(decoded(attributes['langfuse.observation.output'])),
    parameters: filled(objectIn(attributes['langfuse.observation.model.parameters'])),
    usage: langfuseUsage(objectIn(attributes['langfuse.observation.usage_details'])),
    ids: defined({ session: firstText(attributes, 'langfuse.session.id', 'session.id') }),
    metadata: below(attributes, 'langfuse.observation.metadata.'),
    ...defined({
      answeringModel: firstText(attributes, 'langfuse.observation.model.name'),
      prompt: prompt === undefined ? undefined : { name: prompt, ...defined({ version: versionText(version) }) },
    }),
  };
}

/** The version of a prompt, which is a number in Langfuse. */
export function versionText(version: JsonValue | undefined): string | undefined {
  return typeof version === 'number' || (typeof version === 'string' && version !== '') ? String(version) : undefined;
}

/** What was asked: a list of messages, a request with them, or one text. */
export function askedIn(input: JsonValue | undefined): Pick<LoggedCall, 'messages' | 'tools'> {
  if (typeof input === 'string') return { messages: [textMessage('user', input)], tools: [] };
  const request = readRequest(isJsonObject(input) ? input : { messages: input ?? [] });
  return { messages: request.messages, tools: request.tools };
}

/** What was answered: a message, a whole answer of a vendor, a list of either, or one text. */
export function answersIn(output: JsonValue | undefined): readonly LoggedAnswer[] {
  if (output === undefined || output === null || output === '') return [];
  if (Array.isArray(output)) return output.flatMap(answersIn);
  if (isJsonObject(output) && (Array.isArray(output['choices']) || Array.isArray(output['output'])))
    return readResponse(output).answers;
  if (isJsonObject(output) && output['role'] === undefined && output['content'] === undefined)
    return answerOf(JSON.stringify(output));
  return answerOf(output, isJsonObject(output) ? firstText(output, 'finish_reason', 'stop_reason') : undefined);
}

/**
 * Langfuse's own names count cached and reasoning tokens beside the others; vendors' names, which its Python SDK writes, include them.
 * https://langfuse.com/docs/observability/features/token-and-cost-tracking
 */
export function langfuseUsage(usage: JsonObject): Usage {
  return readUsage(usage, Object.hasOwn(usage, 'input') ? separateCounts : inclusiveCounts);
}
