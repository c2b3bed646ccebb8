import type { ImproveResult } from './improveResult.ts';
import type { Phase, ProposalNote, ProposedEdit } from './proposal.ts';

/** What the search tells of a proposal, as it falls. */
export type ProposalEvent =
  | { readonly type: 'proposal-made'; readonly proposal: ProposedEdit }
  | { readonly type: 'proposal-judged'; readonly proposal: ProposalNote };

/** What an improvement tells besides its cells. */
export type ImproveTold =
  | ProposalEvent
  /** These cells are asked next, for this. */
  | { readonly type: 'rows-asked'; readonly phase: Phase; readonly cells: readonly string[] }
  | { readonly type: 'result-found'; readonly result: ImproveResult };

/** `at` is the wall clock, milliseconds since 1970. */
export type ImproveEvent = ImproveTold & { readonly at: number };

/** How far an improvement has come, besides its cells. */
export interface Improvement {
  /** What became of each proposal, in order. */
  readonly proposals: readonly ProposalNote[];
  /** The proposal that is being tried. */
  readonly trying?: ProposedEdit;
  /** What was asked last, of rows. */
  readonly asked?: { readonly phase: Phase; readonly cells: readonly string[] };
  readonly result?: ImproveResult;
}

const eventTypes = {
  'proposal-made': true,
  'proposal-judged': true,
  'rows-asked': true,
  'result-found': true,
} as const satisfies Record<ImproveEvent['type'], true>;

/** True for an event that only improvements have. */
export function isImproveEvent<Event extends { readonly type: string }>(
  event: Event,
): event is Extract<Event, ImproveEvent> {
  return Object.hasOwn(eventTypes, event.type);
}

/** The improvement after one more event. A resumed run tells again what it told: a proposal counts once. */
export function foldImprovement(before: Improvement = { proposals: [] }, event: ImproveEvent): Improvement {
  switch (event.type) {
    case 'rows-asked':
      return { ...before, asked: { phase: event.phase, cells: event.cells } };
    case 'proposal-made':
      return isJudged(before, event.proposal) ? before : { ...before, trying: event.proposal };
    case 'proposal-judged': {
      const { trying: _over, ...rest } = before;
      return isJudged(before, event.proposal) ? rest : { ...rest, proposals: [...before.proposals, event.proposal] };
    }
    case 'result-found': {
      const { trying: _over, ...rest } = before;
      return { ...rest, result: event.result };
    }
  }
}

/** True for what an improvement has told before, as one that is resumed comes by everything again. */
export function isTold(improvement: Improvement = { proposals: [] }, event: ImproveTold): boolean {
  switch (event.type) {
    case 'rows-asked':
      return false;
    case 'proposal-made':
      return isJudged(improvement, event.proposal) || improvement.trying?.number === event.proposal.number;
    case 'proposal-judged':
      return isJudged(improvement, event.proposal);
    case 'result-found':
      return improvement.result !== undefined;
  }
}

function isJudged({ proposals }: Improvement, { number }: ProposedEdit): boolean {
  return proposals.some((known) => known.number === number);
}
