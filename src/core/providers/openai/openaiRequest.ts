import type { JsonObject, JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Message, ModelCall, OutputFormat, Parameters, Part, ToolChoice, ToolDefinition } from '../../messages.ts';
import {
  allowsSamplingWithoutReasoning,
  bareName,
  isOpenAiReasoningModel,
  takesVerbosity,
} from '../contract/capabilities.ts';
import { textOf } from '../contract/provider.ts';
import { type MappedRequest, Warnings } from '../contract/warnings.ts';
import { isBegun, readConversation } from '../mapping/conversation.ts';
import { effortFor } from '../mapping/efforts.ts';
import { dataUrl, isUsers, readMedia } from '../mapping/media.ts';
import { jsonReminder, mentionsJson, namedSchema } from '../mapping/outputSchema.ts';
import { strictTool } from '../mapping/strictTool.ts';

/**
 * The body of `POST /responses`. `store` is off, since OpenAI would otherwise keep every prompt for a month:
 * https://platform.openai.com/docs/guides/your-data
 */
export function toRequest(call: ModelCall): MappedRequest<JsonObject> {
  const warnings = new Warnings();
  const { parameters, model } = call;
  const { system, turns } = readConversation(call, warnings);
  if (isBegun(turns))
    warnings.add('messages', 'changed', `${model} does not continue a given beginning; it answers anew after it.`);
  const needsReminder = parameters.output?.format === 'json' && !parameters.output.schema && !mentionsJson(call);
  if (needsReminder)
    warnings.add('output', 'changed', `JSON output needs the word JSON in the prompt; "${jsonReminder}" was added.`);
  const instructions = [...system, ...(needsReminder ? [jsonReminder] : [])];
  const body = defined({
    model,
    instructions: instructions.length > 0 ? instructions.join('\n\n') : undefined,
    input: turns.flatMap((message) => inputItems(message, warnings)),
    max_output_tokens:
      parameters.maxOutputTokens === undefined ? undefined : outputLimit(parameters.maxOutputTokens, warnings),
    ...samplingFields(call, warnings),
    reasoning: reasoningField(call, warnings),
    ...toolFields(parameters, warnings),
    include: asksForLogProbs(call, warnings) ? ['message.output_text.logprobs'] : undefined,
    text: textField(call, warnings),
    store: false,
    stream: true,
  });
  dropForeignSettings(parameters, warnings);
  return { body, warnings: warnings.list };
}

/** The limit of the answer; the Responses API refuses fewer than 16: https://github.com/earendil-works/pi/issues/6265 */
function outputLimit(limit: number, warnings: Warnings): number {
  return warnings.clamp('maxOutputTokens', limit, [16, Number.MAX_SAFE_INTEGER]) ?? limit;
}

function samplingFields(call: ModelCall, warnings: Warnings): JsonObject {
  const { temperature, topP, reasoningEffort } = call.parameters;
  if (isOpenAiReasoningModel(call.model)) {
    const canSample = allowsSamplingWithoutReasoning(call.model);
    if (!canSample || reasoningEffort !== 'none') {
      const advice = canSample ? ' unless reasoningEffort is none' : '';
      warnings.drop('temperature', temperature, `${call.model} takes no temperature${advice}.`);
      warnings.drop('topP', topP, `${call.model} takes no top_p${advice}.`);
      return {};
    }
  }
  return defined({
    temperature: warnings.clamp('temperature', temperature, [0, 2]),
    top_p: warnings.clamp('topP', topP, [0, 1]),
  });
}

/** True when log probabilities are asked for. Reasoning models refuse to give them, except with reasoning switched off. */
function asksForLogProbs({ model, parameters }: ModelCall, warnings: Warnings): boolean {
  const { logProbs, reasoningEffort } = parameters;
  const tells = !isOpenAiReasoningModel(model) || (allowsSamplingWithoutReasoning(model) && reasoningEffort === 'none');
  if (!tells) warnings.drop('logProbs', logProbs, `${model} gives no log probabilities while it reasons.`);
  return tells && logProbs === true;
}

function reasoningField(call: ModelCall, warnings: Warnings): JsonObject | undefined {
  const { reasoningEffort, reasoningBudget } = call.parameters;
  warnings.drop(
    'reasoningBudget',
    reasoningBudget,
    'The Responses API takes a reasoning effort, not a budget in tokens.',
  );
  if (reasoningEffort === undefined) return undefined;
  if (/^gpt-(?:3|4)/.test(bareName(call.model)))
    return warnings.drop('reasoningEffort', reasoningEffort, `${call.model} does not reason.`);
  return { effort: effortFor(call.model, reasoningEffort, warnings) };
}

function dropForeignSettings(parameters: Parameters, warnings: Warnings): void {
  const { topK, seed, stopSequences, frequencyPenalty, presencePenalty } = parameters;
  warnings.drop('topK', topK, 'The Responses API has no top_k.');
  warnings.drop('seed', seed, 'The Responses API has no seed.');
  warnings.drop('stopSequences', stopSequences, 'The Responses API has no stop sequences.');
  warnings.drop('frequencyPenalty', frequencyPenalty, 'The Responses API has no penalties.');
  warnings.drop('presencePenalty', presencePenalty, 'The Responses API has no penalties.');
}

function toolFields(parameters: Parameters, warnings: Warnings): JsonObject {
  const { tools = [], toolChoice } = parameters;
  if (tools.length === 0) {
    warnings.drop('toolChoice', toolChoice, 'There are no tools to choose from.');
    return {};
  }
  return defined({
    tools: tools.map((tool) => toolField(tool, warnings)),
    tool_choice: toolChoice === undefined ? undefined : toolChoiceField(toolChoice),
  });
}

function toolField(tool: ToolDefinition, warnings: Warnings): JsonObject {
  const { name, description } = tool;
  const { schema, strict = false } = strictTool(tool, warnings);
  return defined({ type: 'function', name, description, parameters: schema, strict });
}

function toolChoiceField(choice: ToolChoice): JsonValue {
  return typeof choice === 'string' ? choice : { type: 'function', name: choice.name };
}

function textField({ model, parameters }: ModelCall, warnings: Warnings): JsonObject | undefined {
  const { output, verbosity } = parameters;
  const field = defined({
    format: output && formatField(output, warnings),
    verbosity: takesVerbosity(model)
      ? verbosity
      : warnings.drop('verbosity', verbosity, `${model} takes no verbosity.`),
  });
  return Object.keys(field).length > 0 ? field : undefined;
}

function formatField(output: OutputFormat, warnings: Warnings): JsonObject | undefined {
  if (output.format === 'text') return undefined;
  if (!output.schema) return { type: 'json_object' };
  return { type: 'json_schema', ...namedSchema(output, output.schema, warnings) };
}

/** One message becomes one item, except that tool calls and tool results are items of their own. */
function inputItems(message: Message, warnings: Warnings): JsonObject[] {
  const items: JsonObject[] = [];
  const content = message.parts.filter(
    (part) =>
      part.type === 'text' || (part.type === 'media' && isUsers(message, { part, who: 'The Responses API', warnings })),
  );
  const sent = contentOf(content, message, warnings);
  if (sent.length > 0) items.push({ role: roleOf(message), content: sent });
  for (const part of message.parts) {
    if (part.type === 'tool-call') {
      items.push({ type: 'function_call', call_id: part.id, name: part.name, arguments: JSON.stringify(part.input) });
    }
    if (part.type === 'tool-result')
      items.push({ type: 'function_call_output', call_id: part.id, output: part.output });
  }
  return items;
}

function roleOf({ role }: Message): string {
  if (role === 'system') return 'developer';
  return role === 'tool' ? 'user' : role;
}

function contentOf(parts: readonly Part[], message: Message, warnings: Warnings): string | JsonObject[] {
  if (parts.every((part) => part.type === 'text')) return textOf(message);
  return parts.map((part) => contentPart(part, warnings)).filter((part) => part !== undefined);
}

function contentPart(part: Part, warnings: Warnings): JsonObject | undefined {
  if (part.type === 'text') return { type: 'input_text', text: part.text };
  if (part.type !== 'media') return undefined;
  const media = readMedia(part);
  if (media.type === 'unreachable')
    return warnings.drop('messages', part, 'A provider cannot read a file on this machine; the media was left out.');
  const url = media.type === 'data' ? dataUrl(media) : media.url;
  if (media.contentType === 'application/pdf') {
    return {
      type: 'input_file',
      ...(media.type === 'data' ? { filename: 'document.pdf', file_data: url } : { file_url: url }),
    };
  }
  if (media.contentType === undefined || media.contentType.startsWith('image/'))
    return { type: 'input_image', image_url: url, detail: 'auto' };
  return warnings.drop('messages', part, `The Responses API takes no ${media.contentType}; the media was left out.`);
}
