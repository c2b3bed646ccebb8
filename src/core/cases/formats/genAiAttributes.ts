import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { decoded, filled, firstText, listIn, numberIn } from '../calls/fields.ts';
import { emptyCall, type LogFormat, type LoggedAnswer, type LoggedCall } from '../calls/loggedCall.ts';
import { answerOf, readTools, systemMessages } from '../calls/readBodies.ts';
import { readMessages } from '../calls/readMessages.ts';
import { anthropicCounts, inclusiveCounts, usageOf } from '../calls/readUsage.ts';
import { below, numbered } from './otlpAttributes.ts';
import type { Span } from './span.ts';

/** Operations of OpenTelemetry's GenAI conventions that ask a model for text. Agents, steps and tools repeat what these hold. */
const askingOperations = ['chat', 'text_completion', 'generate_content', 'completion'];

/**
 * A call in the words of the GenAI conventions: in the second generation the texts stand on the span, in the first one they are events of
 * a log, and are joined later. https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export function readGenAi(span: Span): LoggedCall | undefined {
  const { attributes, scope } = span;
  const operation = firstText(attributes, 'gen_ai.operation.name', 'llm.request.type');
  const asks =
    operation === undefined ? attributes['gen_ai.request.model'] !== undefined : askingOperations.includes(operation);
  if (!asks) return undefined;
  const call = genAiCall(attributes, formatOf(span), usesAnthropicCounts(scope, attributes));
  const events = span.events.flatMap(({ name, attributes: fields }) => textsOfEvent(name, fields));
  const firstOf = <T>(parts: readonly (readonly T[])[]) => parts.find((part) => part.length > 0) ?? [];
  return {
    ...call,
    messages: firstOf([call, ...events].map(({ messages }) => messages)),
    answers: firstOf([call, ...events].map(({ answers }) => answers)),
  };
}

function formatOf({ scope, attributes }: Span): LogFormat {
  if (scope === 'gen_ai' || /^(?:ai|@ai-sdk)/.test(scope)) return 'ai-sdk';
  if (/traceloop|openllmetry|^opentelemetry\.instrumentation\.(?:openai|anthropic|bedrock|cohere)$/.test(scope))
    return 'openllmetry';
  return Object.keys(attributes).some((key) => key.startsWith('traceloop.')) ? 'openllmetry' : 'otel-gen-ai';
}

/** OpenLLMetry counts as the wire does, which leaves cached tokens out for Anthropic alone; the conventions include them. */
function usesAnthropicCounts(scope: string, attributes: JsonObject): boolean {
  const isTraceloop = /traceloop|^opentelemetry\.instrumentation\.anthropic$/.test(scope);
  return isTraceloop && firstText(attributes, 'gen_ai.provider.name', 'gen_ai.system')?.toLowerCase() === 'anthropic';
}

/** The texts of the oldest events of spans, which hold a whole prompt or completion as JSON text. */
function textsOfEvent(name: string, fields: JsonObject): readonly LoggedCall[] {
  const call = emptyCall('otel-gen-ai');
  if (name === 'gen_ai.content.prompt') return [{ ...call, messages: readMessages(listIn(fields['gen_ai.prompt'])) }];
  if (name === 'gen_ai.content.completion')
    return [{ ...call, answers: listIn(fields['gen_ai.completion']).flatMap((value) => answerOf(value)) }];
  return [genAiCall(fields, 'otel-gen-ai', false)].filter(({ messages }) => messages.length > 0);
}

/** A call from attributes named `gen_ai.…`, on a span or on an event that holds the whole operation. */
export function genAiCall(attributes: JsonObject, format: LogFormat, isAnthropicCount: boolean): LoggedCall {
  const at = (name: string) => numberIn(attributes[`gen_ai.usage.${name}`]);
  const counts = {
    input: at('input_tokens') ?? at('prompt_tokens'),
    cached: at('cache_read.input_tokens') ?? at('cache_read_input_tokens'),
    cacheWrite: at('cache_creation.input_tokens') ?? at('cache_creation_input_tokens'),
    output: at('output_tokens') ?? at('completion_tokens'),
    reasoning: at('reasoning.output_tokens') ?? at('reasoning_tokens'),
  };
  const error = firstText(attributes, 'error.type');
  return {
    ...emptyCall(format),
    messages: [
      ...systemMessages(decoded(attributes['gen_ai.system_instructions'])),
      ...readMessages(listIn(attributes['gen_ai.input.messages'])),
    ],
    answers: outputsOf(attributes['gen_ai.output.messages']),
    parameters: settingsOf(attributes),
    tools: readTools(decoded(attributes['gen_ai.tool.definitions'])),
    usage: usageOf(counts, isAnthropicCount ? anthropicCounts : inclusiveCounts),
    ids: defined({
      response: firstText(attributes, 'gen_ai.response.id'),
      session: firstText(attributes, 'gen_ai.conversation.id'),
    }),
    metadata: filled({ function: attributes['gen_ai.agent.name'] ?? null }),
    ...defined({
      provider: firstText(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
      requestModel: firstText(attributes, 'gen_ai.request.model'),
      answeringModel: firstText(attributes, 'gen_ai.response.model'),
      error,
    }),
  };
}

function outputsOf(value: JsonValue | undefined): readonly LoggedAnswer[] {
  return listIn(value).flatMap((message) =>
    isJsonObject(message) ? answerOf(message, firstText(message, 'finish_reason')) : [],
  );
}

function settingsOf(attributes: JsonObject): JsonObject {
  const { model: _model, ...settings } = below(attributes, 'gen_ai.request.');
  return settings;
}

/** A call of OpenLLMetry until about 2025: `gen_ai.prompt.0.role`, `gen_ai.completion.0.content`. */
export function readNumberedGenAi(span: Span): LoggedCall | undefined {
  const { attributes, scope } = span;
  const prompts = numbered(attributes, 'gen_ai.prompt.');
  if (prompts.length === 0) return undefined;
  const whole = genAiCall(attributes, 'openllmetry', usesAnthropicCounts(scope, attributes));
  const answers = numbered(attributes, 'gen_ai.completion.').flatMap((flat) =>
    answerOf(messageOf(flat), firstText(flat, 'finish_reason')),
  );
  const tools = numbered(attributes, 'llm.request.functions.');
  return { ...whole, messages: readMessages(prompts.map(messageOf)), answers, tools: readTools([...tools]) };
}

function messageOf(flat: JsonObject): JsonObject {
  return { ...flat, content: flat['content'] ?? null, tool_calls: [...numbered(flat, 'tool_calls.')] };
}
