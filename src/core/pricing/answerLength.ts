import type { Parameters } from '../messages.ts';
import type { CatalogEntry } from './catalog.ts';
import type { Range } from './range.ts';
import { type Learnt, rangeOfLearnt } from './runStatistics.ts';
import { schemaTokens } from './schemaTokens.ts';

/**
 * The basis of a figure: `measured` by earlier answers of this model to this prompt; `likely` from answers of other models, a schema, or
 * the text that the checks expect; or `unknown`, where only an upper end can be given.
 */
export type Basis = 'measured' | 'likely' | 'unknown';

/** The tokens of an answer before it is there, reasoning included. */
export interface AnswerLength {
  readonly range: Range;
  readonly basis: Basis;
  /** The number of earlier answers that it rests on; 0 where it is assumed. */
  readonly learntFrom: number;
  /** The upper end that is assumed where neither the prompt nor the model sets one; absent otherwise. */
  readonly assumedLimit?: number;
}

export interface KnownOfAnswer {
  readonly entry: CatalogEntry | undefined;
  readonly parameters: Parameters;
  /** Earlier answers of this model to this prompt. */
  readonly own?: Learnt | undefined;
  /** Earlier answers of other models to the prompt, with a mean for each model. */
  readonly others?: Learnt | undefined;
  /** Tokens of the text that the checks expect. */
  readonly expected?: Range | undefined;
}

/** The assumed upper end of an answer without a limit. Longer answers are rare enough, and wherever it is used it is named. */
const longAnswer = 1200;
const longReasoning = 4000;
/** The factors by which another model may write less or more than the measured ones. */
const otherModels = { less: 0.1, more: 5 };
/** The tokens that models like to write before and after the answer itself. */
const chatter: Range = { low: 0, expected: 6, high: 120 };

/** The most tokens that an answer can have; infinite when neither the prompt nor the model sets a limit. */
export function outputLimit(entry: CatalogEntry | undefined, { maxOutputTokens }: Parameters): number {
  return Math.min(maxOutputTokens ?? Number.POSITIVE_INFINITY, entry?.outputLimit ?? Number.POSITIVE_INFINITY);
}

/**
 * Estimates the tokens of an answer: from earlier answers of the model, else from anything that makes a length likely, else as an upper end
 * alone.
 */
export function answerLength(known: KnownOfAnswer): AnswerLength {
  const { entry, parameters, own } = known;
  const limit = outputLimit(entry, parameters);
  if (own) return { range: upTo(limit, rangeOfLearnt(own)), basis: 'measured', learntFrom: own.count };
  const likely = likelyLength(known);
  if (likely) return { range: upTo(limit, likely), basis: 'likely', learntFrom: 0 };
  const high = longAnswer + (reasons(entry, parameters) ? longReasoning : 0);
  return {
    range: upTo(limit, { low: 1, expected: high / 4, high }),
    basis: 'unknown',
    learntFrom: 0,
    ...(high < limit ? { assumedLimit: high } : {}),
  };
}

const bases: readonly Basis[] = ['measured', 'likely', 'unknown'];

/** The basis of a sum, which is known no better than the worst of its parts. */
export function worseBasis(left: Basis, right: Basis): Basis {
  return bases.indexOf(left) > bases.indexOf(right) ? left : right;
}

function likelyLength({ entry, parameters, others, expected }: KnownOfAnswer): Range | undefined {
  if (others) {
    const { low, expected: middle, high } = rangeOfLearnt(others);
    return { low: low * otherModels.less, expected: middle, high: high * otherModels.more };
  }
  // The thoughts of a model before its answer may be of any length.
  if (reasons(entry, parameters)) return undefined;
  if (parameters.output?.format === 'json' && parameters.output.schema) return schemaTokens(parameters.output.schema);
  return expected && { low: 1, expected: expected.expected + chatter.expected, high: expected.high + chatter.high };
}

function reasons(entry: CatalogEntry | undefined, { reasoningEffort }: Parameters): boolean {
  return entry?.reasoning === true && reasoningEffort !== 'none';
}

function upTo(limit: number, { low, expected, high }: Range): Range {
  return { low: Math.min(limit, low), expected: Math.min(limit, expected), high: Math.min(limit, high) };
}
