import type { ImproveHead } from '../../core/run/improveHead.ts';
import type { CallMean, Finalist, ImproveResult } from '../../core/run/improveResult.ts';

/** The result as one JSON object. Gains and rates are shares: 0.12 is 12 points. */
export function improveJson(
  { offered, finalists, proposals, ended, task, reflect }: ImproveResult,
  { runId, name, head }: { readonly runId: string; readonly name: string; readonly head: ImproveHead },
) {
  const taken = finalists.find(({ wording, isProven }) => isProven && wording.number === offered?.number);
  const { working, choosing, heldOut } = head.split;
  return {
    accepted: taken !== undefined,
    /** The whole file with the edit; null where nothing is offered. */
    prompt: offered?.text ?? null,
    claimed: taken ? claimOf(taken) : null,
    calls: { task: task.calls, reflect: reflect.calls },
    /** USD; null where the cost of any call is unknown. */
    cost: { task: task.cost ?? null, reflect: reflect.cost ?? null },
    finalists: finalists.map(finalistJson),
    run: runId,
    suite: name,
    file: head.file,
    target: head.target,
    reflect: head.reflect,
    ended,
    /** The figure that was aimed at; null for the pass rate. */
    aim: head.aim?.figure ?? null,
    rows: { working: working.length, choosing: choosing.length, heldOut: heldOut.length },
    earlierLooks: head.earlierLooks ?? 0,
    proposals: proposals.map(({ text: _whole, ...note }) => note),
  };
}

function finalistJson(finalist: Finalist) {
  const { wording, proof, isProven, others, byExpected, causes, words, perCall } = finalist;
  return {
    proven: isProven,
    prompt: wording.text,
    claimed: claimOf(finalist),
    cause: causes.at(-1) ?? null,
    causes,
    words: { ...words, added: words.after - words.before },
    per1000Calls: { before: per1000(perCall.before), after: per1000(perCall.after) },
    /** The ids of the cases that passed less often. */
    worse: proof.worse,
    proof,
    /** Of a figure that was aimed at: the held-out rows that it is not of. */
    others: others ?? null,
    /** The rates by what is expected, where that is one of a few values. */
    byExpected: byExpected ?? null,
  };
}

function claimOf({ proof }: Finalist) {
  return { gain: proof.gain, low: proof.low, high: proof.high };
}

/** The same of a port, with its two claims. */
export function portJson(result: ImproveResult, work: Parameters<typeof improveJson>[1]) {
  const { port } = work.head;
  const taken = result.finalists.find(({ wording }) => wording.number === result.offered?.number);
  return {
    ...improveJson(result, work),
    prompt: result.offered?.text ?? (result.start.text === port?.original ? null : result.start.text),
    port: {
      from: port?.from,
      to: work.head.target,
      variant: port?.variant,
      mended: port?.mended,
      /** A share: how much worse than on the old model still counts as kept. */
      margin: port?.margin,
      searched: result.ended !== 'as-good',
      start: result.port?.start ?? null,
      offered: taken?.promise ?? null,
    },
  };
}

/** USD and seconds of 1,000 calls; null where unknown. As many seconds as one call takes milliseconds. */
function per1000({ cost, ms }: CallMean) {
  return { cost: cost === undefined ? null : 1000 * cost, seconds: ms ?? null };
}
