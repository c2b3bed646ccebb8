import type { Message } from '../messages.ts';
import type { ProposalEvent } from '../run/improvement.ts';
import type { Phase, Wording } from '../run/proposal.ts';

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

/** What the search wants to be done next. It decides, and does nothing itself. */
export type ImproveStep =
  | { readonly type: 'ask'; readonly phase: Phase; readonly asks: readonly Ask[] }
  | { readonly type: 'reflect'; readonly number: number; readonly messages: readonly Message[] }
  | { readonly type: 'tell'; readonly event: ProposalEvent };

/** What comes back: the answers in the order of the asks, the text of a reflection, or nothing. */
export type StepResult =
  | { readonly type: 'answers'; readonly answers: readonly RowAnswer[] }
  | { readonly type: 'text'; readonly text: string | undefined; readonly account: CallAccount }
  | { readonly type: 'told' };
