import { randomBytes } from 'node:crypto';
import { PolypromptError } from '../../core/errors.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import { splitRows } from '../../core/improve/splitRows.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { readRun } from '../runs/readRun.ts';
import { RunHistory } from '../runs/runHistory.ts';
import { hashOfCases, type ImprovableSuite } from './improveTask.ts';

/** What a person wished. */
export type ImproveWishes = Pick<ImproveHead, 'reflect' | 'draws' | 'maxCalls' | 'maxCost' | 'shorter'>;

/** The head of a new improvement, with its rows split. `folder` is the workspace folder. */
export function newHead(
  { start, cases, target, prompt }: ImprovableSuite,
  wishes: ImproveWishes,
  folder: string,
): ImproveHead {
  return {
    ...wishes,
    // Rows are written by anybody, and the marks around them must not be known to anybody.
    seed: randomBytes(16).toString('hex'),
    file: slashedPath(folder, prompt.file ?? ''),
    text: start.text,
    target: target.id,
    split: splitRows(improveRows(cases)),
    suite: hashOfCases(cases),
  };
}

/** The head of a stored improvement. Throws where the run is none. */
export function headOfRun(storage: string, runId: string): ImproveHead {
  const head = readRun(storage, runId)?.improve;
  if (head) return head;
  throw new PolypromptError('invalid-arguments', `Run ${runId} is no improvement.`, {
    hint: 'List runs with: polyprompt runs',
  });
}

/** How many stored improvements of a suite have asked any of these held-out rows for a proof, the run itself left out. */
export function earlierLooks(
  storage: string,
  { name, runId, head }: { readonly name: string; readonly runId: string; readonly head: ImproveHead },
): number {
  const heldOut = new Set(head.split.heldOut);
  let looks = 0;
  for (const state of new RunHistory({ keptCells: 0 }).each(storage, { prompt: name, kind: 'improve' })) {
    const looked =
      state.runId !== runId &&
      state.plan.some(({ id, caseId }) => heldOut.has(caseId) && state.cells[id]?.status === 'done');
    if (looked) looks++;
  }
  return looks;
}
