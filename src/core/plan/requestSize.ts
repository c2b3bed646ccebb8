import type { Message, Parameters } from '../messages.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { isSimulated } from '../pricing/cost.ts';
import { entryOf } from '../pricing/entryOf.ts';
import { costOfCall } from '../pricing/estimateRun.ts';
import { guessTokens, messageTokens, settingTokens } from '../pricing/promptTokens.ts';

/** The assumed length of an answer for the limits per minute, until the answer shows the true figure. */
const typicalAnswerTokens = 100;

/** The share of its lane's limits and of the budget that a request may take, guessed before it is sent. */
export interface RequestSize {
  readonly tokens: number;
  /** The most that it may cost in USD; nobody is charged for a simulated model. */
  readonly maxCost: number;
}

interface Request {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
}

/** Guesses the tokens (prompt and answer together) and the highest cost of a request. */
export function requestSize({ model, messages, parameters }: Request, catalog: Catalog): RequestSize {
  const entry = entryOf(catalog, model);
  const inputTokens = messageTokens(messages, guessTokens) + guessedSettings(parameters);
  const high = isSimulated(entry) ? 0 : costOfCall(entry, inputTokens, { parameters })?.high;
  return { tokens: inputTokens + (parameters.maxOutputTokens ?? typicalAnswerTokens), maxCost: high ?? 0 };
}

/** The tokens of settings that were guessed before: all requests of a target share theirs, and tools are long. */
const guessed = new WeakMap<Parameters, number>();

function guessedSettings(parameters: Parameters): number {
  const tokens = guessed.get(parameters) ?? settingTokens(parameters, guessTokens);
  guessed.set(parameters, tokens);
  return tokens;
}
