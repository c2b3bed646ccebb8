import { isJsonObject, type JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Message, ModelCall, Parameters, ReasoningEffort, ToolChoice, ToolDefinition } from '../../messages.ts';
import { type MappedRequest, Warnings } from '../contract/warnings.ts';
import { CallIds, wordId } from '../mapping/callIds.ts';
import { closedSchema } from '../mapping/closedSchema.ts';
import { hoistSystem, isBegun, mergeTurns, readConversation } from '../mapping/conversation.ts';
import { effortFor } from '../mapping/efforts.ts';
import { jsonReminder, mentionsJson } from '../mapping/outputSchema.ts';
import { messageField } from './anthropicBlocks.ts';
import { type ClaudeModel, claudeModel } from './claudeModel.ts';

/**
 * The last API version that takes temperature and similar settings. SDK 1.x speaks 2026-10-21, which answers 400 to them:
 * https://platform.claude.com/docs/en/api/migration-2026-10-21
 */
const samplingApiVersion = '2023-06-01';

export interface AnthropicRequest extends MappedRequest<JsonObject> {
  /** The API version; undefined unless the request needs an older one than the SDK's own. */
  readonly apiVersion: string | undefined;
}

/** The body of `POST /v1/messages`. */
export function toRequest(call: ModelCall): AnthropicRequest {
  const warnings = new Warnings();
  const claude = claudeModel(call.model);
  const { parameters } = call;
  const conversation = hoistSystem(readConversation(call, warnings), warnings);
  const system = [...conversation.system, ...spokenOutput(call, claude, warnings)];
  const forced = forcedTool(parameters, claude, warnings);
  const thinking = thinkingField(call, { claude, forced, warnings });
  const budget =
    isJsonObject(thinking) && typeof thinking['budget_tokens'] === 'number' ? thinking['budget_tokens'] : 0;
  const sampling = samplingFields(call, { claude, thinks: budget > 0, warnings });
  dropForeignSettings(parameters, warnings);
  const ids = new CallIds(wordId);
  const body = defined({
    model: call.model,
    max_tokens: maxTokens(parameters, claude, budget),
    system: system.length > 0 ? system.join('\n\n') : undefined,
    messages: withoutPrefill(mergeTurns(conversation.turns), claude, warnings)
      .map((message) => messageField(message, { ids, warnings }))
      .filter(({ content }) => content.length > 0),
    ...sampling,
    stop_sequences: stopSequences(parameters, warnings),
    thinking,
    output_config: outputConfig(call, claude, warnings),
    ...toolFields(parameters, forced, warnings),
    stream: true,
  });
  return {
    body,
    warnings: warnings.list,
    apiVersion: Object.keys(sampling).length > 0 ? samplingApiVersion : undefined,
  };
}

/**
 * The limit of the answer. Anthropic counts thinking towards it, so the thinking budget is added where the prompt's limit would leave too
 * little for the answer.
 */
function maxTokens({ maxOutputTokens }: Parameters, claude: ClaudeModel, budget: number): number {
  const limit = maxOutputTokens ?? claude.defaultLimit;
  return limit > budget ? limit : limit + budget;
}

interface SamplingPlace {
  readonly claude: ClaudeModel;
  readonly thinks: boolean;
  readonly warnings: Warnings;
}

function samplingFields({ model, parameters }: ModelCall, { claude, thinks, warnings }: SamplingPlace): JsonObject {
  const { temperature, topP, topK } = parameters;
  if (!claude.takesSampling || thinks) {
    const why = thinks ? 'while it thinks' : 'any more';
    warnings.drop('temperature', temperature, `${model} takes no temperature ${why}.`);
    warnings.drop('topP', topP, `${model} takes no top_p ${why}.`);
    warnings.drop('topK', topK, `${model} takes no top_k ${why}.`);
    return {};
  }
  const hasBoth = temperature !== undefined && topP !== undefined && !claude.takesBothSamplers;
  return defined({
    temperature: warnings.clamp('temperature', temperature, [0, claude.temperatureLimit]),
    top_p: hasBoth
      ? warnings.drop('topP', topP, `${model} takes temperature or top_p, not both.`)
      : warnings.clamp('topP', topP, [0, 1]),
    top_k: topK,
  });
}

interface ThinkingPlace {
  readonly claude: ClaudeModel;
  readonly forced: ToolChoice | undefined;
  readonly warnings: Warnings;
}

function thinkingField(
  { model, parameters, messages }: ModelCall,
  { claude, forced, warnings }: ThinkingPlace,
): JsonObject | undefined {
  const { reasoningEffort: effort, reasoningBudget: budget } = parameters;
  const takesBudget = claude.thinking === 'budget' || claude.thinking === 'budget-or-adaptive';
  if (isForced(forced) && (effort !== undefined || budget !== undefined) && takesBudget) {
    warnings.add('reasoningEffort', 'dropped', `${model} does not think when a tool is forced.`);
    return undefined;
  }
  if (thinksByBudget(parameters, claude) && lacksThinking(messages)) {
    const field = budget === undefined ? 'reasoningEffort' : 'reasoningBudget';
    warnings.add(field, 'dropped', `${model} thinks on only after calls with thoughts; those here came without.`);
    return undefined;
  }
  if (!takesBudget)
    warnings.drop('reasoningBudget', budget, `${model} takes a reasoning effort, not a budget in tokens.`);
  else if (budget !== undefined)
    return { type: 'enabled', budget_tokens: warnings.clamp('reasoningBudget', budget, [1024, 128_000]) ?? 1024 };
  if (effort === undefined) return undefined;
  if (effort === 'none') return thinkingOff(model, claude, warnings);
  if (claude.thinking === 'none') return warnings.drop('reasoningEffort', effort, `${model} does not reason.`);
  if (claude.thinking === 'budget') return claude.takesEffort ? undefined : budgetForEffort(model, effort, warnings);
  return { type: 'adaptive' };
}

/** True where thinking would be asked for with a budget. */
function thinksByBudget(
  { reasoningEffort: effort, reasoningBudget: budget }: Parameters,
  claude: ClaudeModel,
): boolean {
  if (budget !== undefined) return claude.thinking === 'budget' || claude.thinking === 'budget-or-adaptive';
  return claude.thinking === 'budget' && !claude.takesEffort && effort !== undefined && effort !== 'none';
}

/**
 * True where the results of calls wait for an answer that were made without thinking, as after a forced tool: with a budget for thinking
 * Anthropic then answers 400. https://platform.claude.com/docs/en/build-with-claude/extended-thinking#extended-thinking-with-tool-use
 */
function lacksThinking(messages: readonly Message[]): boolean {
  const waits = messages.at(-1)?.parts.some((part) => part.type === 'tool-result') === true;
  const asked = messages.findLast(({ role }) => role === 'assistant');
  return waits && asked?.parts.some((part) => part.type === 'reasoning' && part.state !== undefined) === false;
}

function thinkingOff(model: string, claude: ClaudeModel, warnings: Warnings): JsonObject | undefined {
  if (claude.thinkingOff === undefined) return warnings.drop('reasoningEffort', 'none', `${model} always reasons.`);
  if (claude.thinkingOff === 'disabled') return claude.thinking === 'none' ? undefined : { type: 'disabled' };
  warnings.add(
    'reasoningEffort',
    'changed',
    `${model} cannot stop reasoning altogether; it was limited to between tool calls.`,
  );
  return { type: claude.thinkingOff };
}

const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 24_576,
  max: 32_000,
};

function budgetForEffort(model: string, effort: Exclude<ReasoningEffort, 'none'>, warnings: Warnings): JsonObject {
  warnings.add(
    'reasoningEffort',
    'renamed',
    `${model} takes a budget: effort ${effort} was sent as ${budgets[effort]} tokens.`,
  );
  return { type: 'enabled', budget_tokens: budgets[effort] };
}

function outputConfig(
  { model, parameters }: ModelCall,
  claude: ClaudeModel,
  warnings: Warnings,
): JsonObject | undefined {
  const { reasoningEffort, output } = parameters;
  const wantsEffort = reasoningEffort !== undefined && reasoningEffort !== 'none' && claude.takesEffort;
  const schema = output?.format === 'json' && claude.takesSchema ? output.schema : undefined;
  const config = defined({
    effort: wantsEffort ? effortFor(model, reasoningEffort, warnings) : undefined,
    format: schema === undefined ? undefined : { type: 'json_schema', schema: closedSchema(schema, warnings) },
  });
  return Object.keys(config).length > 0 ? config : undefined;
}

/** The sentences that tell a model without a JSON mode what to write. */
function spokenOutput(call: ModelCall, claude: ClaudeModel, warnings: Warnings): string[] {
  const output = call.parameters.output;
  if (output?.format !== 'json' || (output.schema && claude.takesSchema)) return [];
  if (output.schema) {
    warnings.add('output', 'changed', `${call.model} takes no JSON schema; it was put into the prompt.`);
    return [`${jsonReminder} It has to follow this JSON schema: ${JSON.stringify(output.schema)}`];
  }
  if (mentionsJson(call)) return [];
  warnings.add('output', 'changed', `Anthropic has no JSON mode without a schema; "${jsonReminder}" was added.`);
  return [jsonReminder];
}

function dropForeignSettings(parameters: Parameters, warnings: Warnings): void {
  const { seed, frequencyPenalty, presencePenalty, logProbs, verbosity } = parameters;
  warnings.drop('verbosity', verbosity, 'Anthropic has no verbosity.');
  warnings.drop('logProbs', logProbs, 'Anthropic gives no log probabilities.');
  warnings.drop('seed', seed, 'Anthropic has no seed.');
  warnings.drop('frequencyPenalty', frequencyPenalty, 'Anthropic has no penalties.');
  warnings.drop('presencePenalty', presencePenalty, 'Anthropic has no penalties.');
}

function stopSequences({ stopSequences: stops }: Parameters, warnings: Warnings): string[] | undefined {
  const usable = (stops ?? []).filter((stop) => stop.trim() !== '');
  if (usable.length < (stops ?? []).length)
    warnings.add('stopSequences', 'dropped', 'Anthropic takes no stop sequence of white space only.');
  return usable.length > 0 ? usable : undefined;
}

function isForced(choice: ToolChoice | undefined): boolean {
  return choice === 'required' || typeof choice === 'object';
}

function forcedTool(
  { tools = [], toolChoice, parallelToolCalls }: Parameters,
  claude: ClaudeModel,
  warnings: Warnings,
): ToolChoice | undefined {
  if (tools.length === 0) {
    warnings.drop('parallelToolCalls', parallelToolCalls, 'There are no tools to call.');
    return warnings.drop('toolChoice', toolChoice, 'There are no tools to choose from.');
  }
  if (!isForced(toolChoice) || claude.takesForcedTool) return toolChoice;
  warnings.add('toolChoice', 'changed', 'This model cannot be forced to use a tool; it decides itself.');
  return 'auto';
}

function toolFields(
  { tools = [], parallelToolCalls }: Parameters,
  choice: ToolChoice | undefined,
  warnings: Warnings,
): JsonObject {
  if (tools.length === 0) return {};
  const isSingle = parallelToolCalls === false && choice !== 'none';
  const single = isSingle ? { ...toolChoiceField(choice ?? 'auto'), disable_parallel_tool_use: true } : undefined;
  return defined({
    tools: tools.map((tool) => toolField(tool, warnings)),
    tool_choice: single ?? (choice === undefined ? undefined : toolChoiceField(choice)),
  });
}

function toolField({ name, description, inputSchema, strict }: ToolDefinition, warnings: Warnings): JsonObject {
  const schema: JsonObject = { type: 'object', ...inputSchema };
  const input_schema = strict === true ? closedSchema(schema, warnings, name) : schema;
  return defined({ name, description, input_schema, strict });
}

function toolChoiceField(choice: ToolChoice): JsonObject {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

/**
 * The messages without a last message of the assistant, which is the beginning of the answer, for newer models that refuse to continue one.
 */
function withoutPrefill(messages: readonly Message[], claude: ClaudeModel, warnings: Warnings): readonly Message[] {
  if (claude.takesPrefill || !isBegun(messages)) return messages;
  warnings.add(
    'messages',
    'changed',
    'This model cannot continue a given beginning; "Continue." was added as a user message.',
  );
  return [...messages, { role: 'user', parts: [{ type: 'text', text: 'Continue.' }] }];
}
