import { randomBytes } from 'node:crypto';
import { PolypromptError } from '../../core/errors.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import { bodyOf } from '../../core/improve/promptBody.ts';
import { rowsInPrompt, splitRows } from '../../core/improve/splitRows.ts';
import { defined } from '../../core/jsonRead.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { readRun } from '../runs/readRun.ts';
import { RunHistory } from '../runs/runHistory.ts';
import { aimedTask, hashOfCases, type ImprovableSuite } from './improveTask.ts';

/** What a person wished. */
export type ImproveWishes = Pick<
  ImproveHead,
  'reflect' | 'draws' | 'maxCalls' | 'maxCost' | 'shorter' | 'examples' | 'port'
> & {
  /** The figure to raise in place of the pass rate. */
  readonly aim?: string;
};

/** Where a suite stands and its runs are stored. */
interface Place {
  /** The workspace folder. */
  readonly folder: string;
  readonly storage: string;
  /** The name of its runs: the suite's path in the workspace folder. */
  readonly name: string;
}

/** The head of a new improvement, with its rows split. */
export function newHead(
  { start, cases, target, judge }: ImprovableSuite,
  wishes: ImproveWishes,
  place: Place,
): ImproveHead {
  const rows = improveRows(cases);
  const known = rowsInPrompt(bodyOf(start), rows);
  const split = splitRows(rows, { sides: wishes.port ? 3 : 2, known, ...defined({ calls: wishes.maxCalls }) });
  const unused = cases.length - split.working.length - split.choosing.length - split.heldOut.length;
  const earlier = earlierLooks(place, split);
  const { aim: figure, ...others } = wishes;
  const aim = figure === undefined ? undefined : aimOf(figure, cases, split);
  return {
    ...others,
    ...defined({ aim }),
    // Rows are written by anybody, and the marks around them must not be known to anybody.
    seed: randomBytes(16).toString('hex'),
    file: slashedPath(place.folder, start.path),
    text: start.text,
    target: target.id,
    split,
    suite: hashOfCases(cases),
    ...(judge === undefined ? {} : { judge: { check: judge } }),
    ...(unused > 0 ? { unused } : {}),
    ...(earlier > 0 ? { earlierLooks: earlier } : {}),
  };
}

function aimOf(
  figure: string,
  cases: ImprovableSuite['cases'],
  { heldOut }: ImproveHead['split'],
): NonNullable<ImproveHead['aim']> {
  const { rows } = aimedTask(figure, cases);
  return { figure, heldOut: heldOut.filter((row) => rows.has(row)).length };
}

/** The head of a stored improvement. Throws where the run is none. */
export function headOfRun(storage: string, runId: string): ImproveHead {
  const head = readRun(storage, runId)?.improve;
  if (head) return head;
  throw new PolypromptError('invalid-arguments', `Run ${runId} is no improvement.`, {
    hint: 'List runs with: polyprompt runs',
  });
}

/** How many stored improvements of a suite have asked any of these held-out rows for a proof. */
function earlierLooks({ storage, name }: Place, split: ImproveHead['split']): number {
  const heldOut = new Set(split.heldOut);
  let looks = 0;
  for (const state of new RunHistory({ keptCells: 0 }).each(storage, { prompt: name, kind: 'improve' }))
    if (state.plan.some(({ id, caseId }) => heldOut.has(caseId) && state.cells[id]?.status === 'done')) looks++;
  return looks;
}
