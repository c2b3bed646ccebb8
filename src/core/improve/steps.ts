import type { Message } from '../messages.ts';

/** One wording of the prompt: the file as it was, or with the body that a reflection proposed. */
export interface Wording {
  /** 0 is the start; others are numbered as they were proposed. */
  readonly number: number;
  /** The text of the whole file. */
  readonly text: string;
}

/** One row on one wording, once. Draws of the same row and wording count from 0. */
export interface Ask {
  readonly wording: Wording;
  /** The id of the case. */
  readonly row: string;
  readonly draw: number;
}

/** What came of an ask. */
export interface RowAnswer {
  /** Undefined where there is no verdict: a failed call, a judge out of form, a budget that was used up. */
  readonly passed: boolean | undefined;
  readonly answer: string;
  /** The reasons of the checks that failed. */
  readonly reasons: readonly string[];
  readonly account: CallAccount;
}

/** The calls that an answer took, retries and judges included. */
export interface CallAccount {
  readonly calls: number;
  /** USD; undefined where the price is unknown. */
  readonly cost?: number;
  /** Milliseconds of the answer. */
  readonly ms?: number;
}

export type Phase = 'start' | 'shown' | 'working' | 'choosing' | 'trim' | 'proof';

/** What the search wants to be done next. It decides, and does nothing itself. */
export type ImproveStep =
  | { readonly type: 'ask'; readonly phase: Phase; readonly asks: readonly Ask[] }
  | { readonly type: 'reflect'; readonly number: number; readonly messages: readonly Message[] }
  | { readonly type: 'tell'; readonly proposal: ProposalNote };

/** What comes back: the answers in the order of the asks, the text of a reflection, or nothing. */
export type StepResult =
  | { readonly type: 'answers'; readonly answers: readonly RowAnswer[] }
  | { readonly type: 'text'; readonly text: string | undefined; readonly account: CallAccount }
  | { readonly type: 'told' };

/** Why a proposal was dropped, or that it was kept. */
export type Fate =
  | 'kept'
  | 'no-answer'
  | 'no-change'
  | 'no-form'
  | 'repeated'
  | 'template'
  | 'frontmatter'
  | 'copies-row'
  | 'expected-value'
  | 'new-link'
  | 'hidden-character'
  | 'too-long'
  | 'mends-nothing'
  | 'no-better'
  | 'worse-elsewhere';

/** One proposal and what became of it. */
export interface ProposalNote {
  /** The number of its reflection, from 1. */
  readonly number: number;
  /** The number of the wording, where there is one. */
  readonly wording?: number;
  readonly fate: Fate;
  /** One sentence: why the fate. */
  readonly reason: string;
  /** The cause that the model names. */
  readonly cause: string;
  readonly text?: string;
  readonly fixed: number;
  readonly broke: number;
}
