import type { JsonObject, JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { ModelCall, OutputFormat, Parameters, ToolChoice, ToolDefinition } from '../../messages.ts';
import {
  allowsSamplingWithoutReasoning,
  bareName,
  isOpenAiReasoningModel,
  takesParallelSwitch,
  takesVerbosity,
} from '../contract/capabilities.ts';
import { type MappedRequest, Warnings } from '../contract/warnings.ts';
import { isBegun, readConversation } from '../mapping/conversation.ts';
import { effortFor } from '../mapping/efforts.ts';
import { jsonReminder, mentionsJson, namedSchema } from '../mapping/outputSchema.ts';
import { strictTool } from '../mapping/strictTool.ts';
import { inputItems } from './responseInput.ts';

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
    input: inputItems(turns, warnings),
    max_output_tokens:
      parameters.maxOutputTokens === undefined ? undefined : outputLimit(parameters.maxOutputTokens, warnings),
    ...samplingFields(call, warnings),
    reasoning: reasoningField(call, warnings),
    ...toolFields(call, warnings),
    include: included(call, warnings),
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

/** What the answer has to hold beside itself: the state of reasoning, where calls may have to be answered, since nothing is stored. */
function included(call: ModelCall, warnings: Warnings): string[] | undefined {
  const { model, parameters } = call;
  const mayContinue = isOpenAiReasoningModel(model) && (parameters.tools ?? []).length > 0;
  const fields = [
    ...(asksForLogProbs(call, warnings) ? ['message.output_text.logprobs'] : []),
    ...(mayContinue ? ['reasoning.encrypted_content'] : []),
  ];
  return fields.length > 0 ? fields : undefined;
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

function toolFields({ model, parameters }: ModelCall, warnings: Warnings): JsonObject {
  const { tools = [], toolChoice, parallelToolCalls } = parameters;
  if (tools.length === 0) {
    warnings.drop('toolChoice', toolChoice, 'There are no tools to choose from.');
    warnings.drop('parallelToolCalls', parallelToolCalls, 'There are no tools to call.');
    return {};
  }
  return defined({
    tools: tools.map((tool) => toolField(tool, warnings)),
    tool_choice: toolChoice === undefined ? undefined : toolChoiceField(toolChoice),
    parallel_tool_calls: takesParallelSwitch(model)
      ? parallelToolCalls
      : warnings.drop('parallelToolCalls', parallelToolCalls, `${model} has no switch for parallel calls.`),
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
