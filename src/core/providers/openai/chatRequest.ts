import type { JsonObject, JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { ModelCall, OutputFormat, Parameters, ToolChoice, ToolDefinition } from '../../messages.ts';
import {
  allowsSamplingWithoutReasoning,
  bareName,
  isOpenAiReasoningModel,
  isReasoningModel,
  takesParallelSwitch,
  takesVerbosity,
} from '../contract/capabilities.ts';
import { type MappedRequest, Warnings } from '../contract/warnings.ts';
import { isBegun, readConversation } from '../mapping/conversation.ts';
import { effortFor } from '../mapping/efforts.ts';
import { jsonReminder, mentionsJson, namedSchema } from '../mapping/outputSchema.ts';
import { strictTool } from '../mapping/strictTool.ts';
import type { ChatFlags, ChatServer } from './chatFlags.ts';
import { chatMessages } from './chatMessages.ts';

/** The body of `POST /chat/completions`. */
export function toRequest(call: ModelCall, server: ChatServer): MappedRequest<JsonObject> {
  const warnings = new Warnings();
  const { model } = call;
  const parameters = withoutRefused(call, server, warnings);
  const reminder = reminderFor(call, server, warnings);
  const { system, turns } = readConversation(call, warnings);
  if (!server.flags.continuesAnswer && isBegun(turns))
    warnings.add('messages', 'changed', `${server.who} may answer anew instead of continuing a given beginning.`);
  const messages = [...system, ...reminder].map((content): JsonObject => ({ role: 'system', content }));
  const limitField = isOpenAiReasoningModel(model) ? 'max_completion_tokens' : server.flags.limitField;
  const body = defined({
    model,
    messages: [...messages, ...chatMessages(turns, server, warnings)],
    [limitField]: parameters.maxOutputTokens,
    temperature: warnings.clamp('temperature', parameters.temperature, [0, server.flags.temperatureLimit]),
    top_p: warnings.clamp('topP', parameters.topP, [0, 1]),
    ...optionalSettings(parameters, server, warnings),
    reasoning_effort:
      parameters.reasoningEffort === undefined ? undefined : effortFor(model, parameters.reasoningEffort, warnings),
    verbosity: parameters.verbosity,
    ...toolFields(parameters, server, warnings),
    response_format: parameters.output ? responseFormat(parameters.output, server, warnings) : undefined,
    stream: true,
    stream_options: server.flags.asksForUsage ? { include_usage: true } : undefined,
  });
  return { body, warnings: warnings.list };
}

/** The settings without those to which this model would answer 400. */
function withoutRefused({ model, parameters }: ModelCall, { who, flags }: ChatServer, warnings: Warnings): Parameters {
  const refused = new Set<keyof Parameters>();
  if (!takesVerbosity(model)) refused.add('verbosity');
  if (isOpenAiReasoningModel(model)) {
    for (const field of ['frequencyPenalty', 'presencePenalty'] as const) refused.add(field);
    const canSample = allowsSamplingWithoutReasoning(model) && parameters.reasoningEffort === 'none';
    if (!canSample) for (const field of ['temperature', 'topP', 'logProbs'] as const) refused.add(field);
    if (/^o[34]/.test(bareName(model))) refused.add('stopSequences');
    if (!takesParallelSwitch(model)) refused.add('parallelToolCalls');
  } else if (isReasoningModel(model)) for (const field of flags.reasoningModelsRefuse) refused.add(field);
  for (const field of refused) warnings.drop(field, parameters[field], `${model} at ${who} takes no ${field}.`);
  return Object.fromEntries(
    Object.entries(parameters).filter(([field]) => ![...refused].some((name) => name === field)),
  );
}

function optionalSettings(parameters: Parameters, { who, flags }: ChatServer, warnings: Warnings): JsonObject {
  const { stopSequences, seed, topK } = parameters;
  warnings.drop(
    'reasoningBudget',
    parameters.reasoningBudget,
    `${who} takes a reasoning effort, not a budget in tokens.`,
  );
  if (flags.seedField === 'random_seed' && seed !== undefined)
    warnings.add('seed', 'renamed', `${who} calls it random_seed.`);
  return defined({
    stop: stopSequences && stopSequences.length > 0 ? firstStops(stopSequences, warnings) : undefined,
    ...(flags.seedField === undefined
      ? { seed: warnings.drop('seed', seed, `${who} takes no seed.`) }
      : { [flags.seedField]: seed }),
    top_k: flags.takesTopK ? topK : warnings.drop('topK', topK, `${who} takes no top_k.`),
    frequency_penalty: warnings.clamp('frequencyPenalty', parameters.frequencyPenalty, [-2, 2]),
    logprobs: flags.givesLogProbs
      ? parameters.logProbs
      : warnings.drop('logProbs', parameters.logProbs, `${who} gives no log probabilities.`),
    presence_penalty: warnings.clamp('presencePenalty', parameters.presencePenalty, [-2, 2]),
  });
}

function firstStops(stops: readonly string[], warnings: Warnings): string[] {
  if (stops.length > 4) warnings.add('stopSequences', 'clamped', 'Only the first 4 stop sequences were sent.');
  return stops.slice(0, 4);
}

function toolFields(
  { tools = [], toolChoice, parallelToolCalls }: Parameters,
  { who, flags }: ChatServer,
  warnings: Warnings,
): JsonObject {
  if (tools.length === 0) {
    warnings.drop('toolChoice', toolChoice, 'There are no tools to choose from.');
    warnings.drop('parallelToolCalls', parallelToolCalls, 'There are no tools to call.');
    return {};
  }
  if (!flags.takesToolChoice)
    warnings.drop('toolChoice', toolChoice, `${who} takes no tool choice; the model decides.`);
  const sendsChoice = flags.takesToolChoice && toolChoice !== undefined;
  return defined({
    tools: tools.map((tool) => toolField(tool, warnings)),
    tool_choice: sendsChoice ? toolChoiceField(toolChoice, flags) : undefined,
    parallel_tool_calls: parallelToolCalls,
  });
}

function toolField(tool: ToolDefinition, warnings: Warnings): JsonObject {
  const { name, description } = tool;
  const { schema, strict } = strictTool(tool, warnings);
  return { type: 'function', function: defined({ name, description, parameters: schema, strict }) };
}

function toolChoiceField(choice: ToolChoice, flags: ChatFlags): JsonValue {
  if (choice === 'required') return flags.requiredToolChoice;
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

function responseFormat(output: OutputFormat, { flags }: ChatServer, warnings: Warnings): JsonObject | undefined {
  if (output.format === 'text') return undefined;
  if (!output.schema || !flags.takesSchema) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { ...namedSchema(output, output.schema, warnings) } };
}

/** The sentences that the prompt has to contain: the word JSON for `json_object`, and the schema where the server takes none. */
function reminderFor(call: ModelCall, { who, flags }: ChatServer, warnings: Warnings): string[] {
  const output = call.parameters.output;
  if (output?.format !== 'json') return [];
  if (output.schema && !flags.takesSchema) {
    warnings.add('output', 'changed', `${who} takes no JSON schema; it was put into the prompt.`);
    return [`${jsonReminder} It has to follow this JSON schema: ${JSON.stringify(output.schema)}`];
  }
  if (output.schema || mentionsJson(call)) return [];
  warnings.add('output', 'changed', `JSON output needs the word JSON in the prompt; "${jsonReminder}" was added.`);
  return [jsonReminder];
}
