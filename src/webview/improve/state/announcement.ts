import type { ImproveView } from '../../../core/improve/improvePage.ts';

/** What a screen reader should hear between two states: what became of proposals, and the end. */
export function announcementOf(before: ImproveView, after: ImproveView | null): readonly string[] {
  if (!after || before.runId !== after.runId) return [];
  const judged = after.proposals.filter(({ number, state }) => {
    const earlier = before.proposals.find((proposal) => proposal.number === number);
    return state !== 'trying' && (!earlier || earlier.state === 'trying');
  });
  const spoken = judged.map(({ number, state, cause }) => `Proposal ${number} ${state}. ${cause}`);
  const [first] = after.result?.sentences ?? [];
  if (first !== undefined && !before.result) return [...spoken, first];
  return before.status === 'running' && after.status !== 'running' ? [...spoken, after.activity] : spoken;
}
