import type { ImproveHead } from '../../core/run/improveHead.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';

/** The result as one JSON object. Gains are shares: 0.12 is 12 points. */
export function improveJson(
  { offered, finalists, proposals, ended, task, reflect }: ImproveResult,
  { runId, name, head }: { readonly runId: string; readonly name: string; readonly head: ImproveHead },
) {
  const [finalist] = finalists;
  const accepted = finalist?.isProven === true;
  const claimed = accepted ? { gain: finalist.proof.gain, low: finalist.proof.low, high: finalist.proof.high } : null;
  return {
    accepted,
    /** The whole file with the edit; null where nothing is offered. */
    prompt: offered?.text ?? null,
    claimed,
    calls: { task: task.calls, reflect: reflect.calls },
    /** USD; null where the cost of any call is unknown. */
    cost: { task: task.cost ?? null, reflect: reflect.cost ?? null },
    run: runId,
    suite: name,
    file: head.file,
    target: head.target,
    reflect: head.reflect,
    ended,
    rows: {
      working: head.split.working.length,
      choosing: head.split.choosing.length,
      heldOut: head.split.heldOut.length,
    },
    proof: finalist?.proof ?? null,
    causes: finalist?.causes ?? [],
    perCall: finalist?.perCall ?? null,
    words: finalist?.words ?? null,
    proposals: proposals.map(({ text: _whole, ...note }) => note),
  };
}
