import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type {
  ModelCall,
  OutputFormat,
  Parameters,
  ReasoningEffort,
  ToolChoice,
  ToolDefinition,
} from '../../messages.ts';
import { bareName } from '../contract/capabilities.ts';
import { type MappedRequest, Warnings } from '../contract/warnings.ts';
import { hoistSystem, isBegun, mergeTurns, readConversation } from '../mapping/conversation.ts';
import { effortFor } from '../mapping/efforts.ts';
import { keywordsIgnoredByGemini } from '../mapping/schemaKeywords.ts';
import { contentField } from './googleContents.ts';

/** The body of `POST /v1/models/{model}:streamGenerateContent`. */
export function toRequest(call: ModelCall): MappedRequest<JsonObject> {
  const warnings = new Warnings();
  const { parameters } = call;
  const { system, turns } = hoistSystem(readConversation(call, warnings), warnings);
  if (isBegun(turns))
    warnings.add('messages', 'changed', `${call.model} may answer anew instead of continuing a given beginning.`);
  warnings.drop('verbosity', parameters.verbosity, 'Google has no verbosity.');
  const generationConfig = defined({
    ...samplingFields(parameters, warnings),
    maxOutputTokens: parameters.maxOutputTokens,
    stopSequences: stopSequences(parameters, warnings),
    ...outputFields(parameters.output, warnings),
    thinkingConfig: thinkingConfig(call, warnings),
  });
  const body = defined({
    contents: mergeTurns(turns)
      .map((message) => contentField(message, { model: call.model, warnings }))
      .filter(({ parts }) => parts.length > 0),
    systemInstruction: system.length > 0 ? { parts: [{ text: system.join('\n\n') }] } : undefined,
    ...toolFields(parameters, warnings),
    generationConfig: Object.keys(generationConfig).length > 0 ? generationConfig : undefined,
  });
  return { body, warnings: warnings.list };
}

function samplingFields(parameters: Parameters, warnings: Warnings): JsonObject {
  return defined({
    temperature: warnings.clamp('temperature', parameters.temperature, [0, 2]),
    topP: warnings.clamp('topP', parameters.topP, [0, 1]),
    topK: parameters.topK,
    seed: parameters.seed,
    responseLogprobs: parameters.logProbs,
    frequencyPenalty: parameters.frequencyPenalty,
    presencePenalty: parameters.presencePenalty,
  });
}

function stopSequences({ stopSequences: stops = [] }: Parameters, warnings: Warnings): string[] | undefined {
  if (stops.length > 5)
    warnings.add('stopSequences', 'clamped', 'Google takes 5 stop sequences; the first 5 were sent.');
  return stops.length > 0 ? stops.slice(0, 5) : undefined;
}

function outputFields(output: OutputFormat | undefined, warnings: Warnings): JsonObject {
  if (output?.format !== 'json') return {};
  const ignored = output.schema ? keywordsIgnoredByGemini(output.schema) : [];
  if (ignored.length > 0)
    warnings.add('output', 'changed', `Google holds no answer to ${ignored.join(', ')} of the schema.`);
  return defined({ responseMimeType: 'application/json', responseJsonSchema: output.schema });
}

/**
 * The thinking settings. Gemini 3 takes a level, 2.5 a budget, and older models neither; a request with both is answered 400.
 * https://ai.google.dev/gemini-api/docs/thinking
 */
function thinkingConfig({ model, parameters }: ModelCall, warnings: Warnings): JsonObject | undefined {
  const { reasoningEffort: effort, reasoningBudget: budget } = parameters;
  const name = bareName(model);
  if (effort === undefined && budget === undefined) return undefined;
  if (/^gemini-(?:1|2\.0)|^gemma/.test(name)) {
    warnings.drop('reasoningEffort', effort, `${model} does not reason.`);
    return warnings.drop('reasoningBudget', budget, `${model} does not reason.`);
  }
  if (name.startsWith('gemini-2.5'))
    return budgetConfig(name, budget ?? budgetFor(effort ?? 'medium', model, warnings), warnings);
  if (effort === undefined) return defined({ thinkingBudget: budget, includeThoughts: true });
  warnings.drop('reasoningBudget', budget, `${model} takes an effort or a budget, not both.`);
  return {
    thinkingLevel: effortFor(model, withinGemini(effort, model, warnings), warnings).toUpperCase(),
    includeThoughts: true,
  };
}

/** The effort as a level of Gemini, which has none above high, not even for a model that the table does not know. */
function withinGemini(effort: ReasoningEffort, model: string, warnings: Warnings): ReasoningEffort {
  if (effort !== 'xhigh' && effort !== 'max') return effort;
  warnings.replace('reasoningEffort', 'high', `${model} knows no effort above high; high was sent.`);
  return 'high';
}

function budgetConfig(name: string, budget: number, warnings: Warnings): JsonObject {
  const isPro = name.includes('pro');
  const thinkingBudget =
    budget === -1 ? -1 : (warnings.clamp('reasoningBudget', budget, isPro ? [128, 32_768] : [0, 24_576]) ?? budget);
  return defined({ thinkingBudget, includeThoughts: thinkingBudget === 0 ? undefined : true });
}

const budgets: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 512,
  low: 2048,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

function budgetFor(effort: ReasoningEffort, model: string, warnings: Warnings): number {
  warnings.add(
    'reasoningEffort',
    'renamed',
    `${model} takes a budget: effort ${effort} was sent as ${budgets[effort]} tokens.`,
  );
  return budgets[effort];
}

function toolFields({ tools = [], toolChoice, parallelToolCalls }: Parameters, warnings: Warnings): JsonObject {
  if (tools.length === 0) {
    warnings.drop('toolChoice', toolChoice, 'There are no tools to choose from.');
    warnings.drop('parallelToolCalls', parallelToolCalls, 'There are no tools to call.');
    return {};
  }
  if (parallelToolCalls === false)
    warnings.drop('parallelToolCalls', parallelToolCalls, 'Google has no switch for parallel calls; several may come.');
  return defined({
    tools: [{ functionDeclarations: tools.map((tool) => toolField(tool, warnings)) }],
    toolConfig: toolChoice === undefined ? undefined : { functionCallingConfig: callingConfig(toolChoice) },
  });
}

function toolField({ name, description, inputSchema, strict }: ToolDefinition, warnings: Warnings): JsonObject {
  if (strict === true) warnings.add('tools', 'dropped', `Google has no strict tools; "${name}" was sent without.`);
  return defined({ name, description, parametersJsonSchema: inputSchema });
}

function callingConfig(choice: ToolChoice): JsonObject {
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: choice === 'required' ? 'ANY' : choice.toUpperCase() };
}
