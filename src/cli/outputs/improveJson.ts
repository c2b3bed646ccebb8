import type { ImproveResult } from '../../core/improve/improve.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';

/** The result as one JSON object. Gains are shares: 0.12 is 12 points. */
export function improveJson(
  { offered, finalists, proposals, ended, task, reflect, perCall }: ImproveResult,
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
    cost: { task: task.cost, reflect: reflect.cost },
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
    perCall: perCall ?? null,
    proposals: proposals.map(({ text: _whole, ...note }) => note),
  };
}
