import type { SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { improve } from '../../core/improve/improve.ts';
import type { ImproveTask } from '../../core/improve/searchTask.ts';
import type { ImproveStep, RowAnswer, StepResult } from '../../core/improve/steps.ts';
import { defined } from '../../core/jsonRead.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { PlannedCell, PlannedCost, RunOutcome, Target } from '../../core/run/events.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { type ImproveTold, isTold } from '../../core/run/improvement.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';
import type { Phase, ProposalNote } from '../../core/run/proposal.ts';
import type { RunState } from '../../core/run/state.ts';
import { rowsInBatches } from '../batch/rowsInBatches.ts';
import { readRun } from '../runs/readRun.ts';
import { RunSession } from '../runs/runSession.ts';
import type { SessionContext } from '../runs/sessionContext.ts';
import { accountOfCell, answerOfCell } from './answersOfCells.ts';
import { improveGrading } from './improveGrading.ts';
import { type ImprovableSuite, taskOf } from './improveTask.ts';
import { promptOpener, reflectCell, reflectTarget, WordingPlans } from './wordingPlans.ts';

export interface ImproveContext extends Omit<SessionContext, 'grading' | 'cache' | 'maxCost' | 'maxCalls'> {
  /** Folder that holds `sandbox.js`. */
  readonly distFolder: string;
  readonly openText: (file: string, text: string) => Promise<Awaited<ReturnType<SuiteFiles['openPrompt']>>>;
  /** Called once the session stands. */
  onSession?(session: RunSession): void;
  /** True once a person has stopped the run. */
  isStopped?(): boolean;
  /** Called for each proposal, with what became of it. */
  onProposal?(proposal: ProposalNote): void;
}

export interface ImproveWork {
  readonly runId: string;
  /** The name of the run: the suite's path in its workspace folder. */
  readonly name: string;
  readonly promptVersion: string;
  readonly improvable: ImprovableSuite;
  readonly head: ImproveHead;
  /** The estimate as it was shown. */
  readonly estimate?: PlannedCost;
}

/** How an improvement ended: with a result, or stopped before it had one. */
export interface ImproveEnd {
  readonly outcome: RunOutcome;
  readonly result: ImproveResult | undefined;
  readonly runId: string;
  readonly isRecorded: boolean;
}

/** The answers were not all there: the run was stopped, or its budget did not reach. */
class Interrupted extends Error {}

/** Carries an improvement out as one run. A run that is on disk goes on where it was: what was answered is not asked again. */
export async function runImprove(context: ImproveContext, work: ImproveWork): Promise<ImproveEnd> {
  const { improvable, head, runId } = work;
  const task = taskOf(improvable, head);
  const plans = new WordingPlans(improvable, promptOpener(improvable, context.openText), runId);
  const stored = readRun(context.storage, runId);
  // The wordings of a stored run are known only from its answers, and its open answers are graded by them.
  if (stored) await replay(task, plans, head, stored);
  const grading = improveGrading(plans, context.distFolder);
  try {
    // Only the held-out rows can wait: what is asked before decides what is asked next.
    const batch = context.batch && rowsInBatches(context.batch, new Set(head.split.heldOut));
    const session = sessionOf({ ...context, ...defined({ batch }), grading, ...limitsOf(head) }, work);
    context.onSession?.(session);
    return await carryOut(context, { work, task, plans, session });
  } finally {
    await grading.dispose();
  }
}

/** The result of a stored run without asking anybody; undefined where the run stopped before it had one. */
export async function replayImprove(
  { openText }: Pick<ImproveContext, 'openText'>,
  { improvable, head, runId, storage }: ImproveWork & { readonly storage: string },
): Promise<ImproveResult | undefined> {
  const stored = readRun(storage, runId);
  const plans = new WordingPlans(improvable, promptOpener(improvable, openText), runId);
  return stored && replay(taskOf(improvable, head), plans, head, stored);
}

function limitsOf({ maxCalls, maxCost }: ImproveHead): Pick<SessionContext, 'maxCalls' | 'maxCost'> {
  return { ...(maxCalls === undefined ? {} : { maxCalls }), ...(maxCost === undefined ? {} : { maxCost }) };
}

function sessionOf(context: SessionContext, { runId, name, promptVersion, head, estimate }: ImproveWork): RunSession {
  const resumed = RunSession.resume(context, runId, { isHeld: true });
  if (resumed) return resumed;
  const what = { kind: 'improve' as const, improve: head, ...defined({ estimate }) };
  const plan = { runId, prompt: name, promptVersion, ...what, targets: [], cells: [] };
  return RunSession.start(context, plan, { isHeld: true });
}

interface UnderWay {
  readonly work: ImproveWork;
  readonly task: ImproveTask;
  readonly plans: WordingPlans;
  readonly session: RunSession;
}

async function carryOut(context: ImproveContext, { work, task, plans, session }: UnderWay): Promise<ImproveEnd> {
  const { head, runId } = work;
  const known = new Set(session.state.targets.map(({ id }) => id));
  let isSpent = false;
  const end = (result: ImproveResult | undefined): ImproveEnd => ({
    outcome: endOf(session),
    result,
    runId,
    isRecorded: session.isRecorded,
  });
  const tell = (event: ImproveTold): void => {
    if (event.type === 'proposal-judged') context.onProposal?.(event.proposal);
    // A resumed run comes by everything again that it has told before.
    if (!isTold(session.state.improvement, event)) session.tell(event);
  };
  const ask = async (asked: readonly CellToAsk[], phase?: Phase): Promise<void> => {
    await session.settled();
    if (context.isStopped?.() || session.isStopped) throw new Interrupted();
    const fresh = asked.filter(({ cell }) => session.cell(cell.id) === undefined);
    if (fresh.length === 0) return;
    if (phase) tell({ type: 'rows-asked', phase, cells: asked.map(({ cell }) => cell.id) });
    const targets = new Map(fresh.flatMap(({ target }) => (known.has(target.id) ? [] : [[target.id, target]])));
    for (const id of targets.keys()) known.add(id);
    const outcome = await session.extend({ targets: [...targets.values()], cells: fresh.map(({ cell }) => cell) });
    isSpent ||= outcome === 'budget';
  };
  try {
    const result = await drive(task, {
      plans,
      head,
      ask,
      cell: (id) => session.cell(id),
      tell,
      isSpent: () => isSpent,
    });
    tell({ type: 'result-found', result });
    session.release();
    await session.ended();
    return end(result);
  } catch (error) {
    // What waits for batch jobs is sent when nothing else is under way.
    if (!context.batch || context.isStopped?.() || !(error instanceof Interrupted)) session.stop();
    session.release();
    await session.ended();
    if (error instanceof Interrupted) return end(undefined);
    throw error;
  }
}

function endOf({ state }: RunSession): RunOutcome {
  return state.status === 'running' ? 'cancelled' : state.status;
}

async function replay(
  task: ImproveTask,
  plans: WordingPlans,
  head: ImproveHead,
  { cells, status }: RunState,
): Promise<ImproveResult | undefined> {
  try {
    const isSpent = () => status === 'budget';
    return await drive(task, { plans, head, isSpent, cell: (id) => cells[id], ask: async () => {}, tell: () => {} });
  } catch (error) {
    if (error instanceof Interrupted) return undefined;
    throw error;
  }
}

interface CellToAsk {
  readonly target: Target;
  readonly cell: PlannedCell;
}

interface Driving {
  readonly plans: WordingPlans;
  readonly head: ImproveHead;
  readonly cell: (id: string) => CellState | undefined;
  /** Asks the cells that have no answer yet, all at once and in this order. */
  readonly ask: (cells: readonly CellToAsk[], phase?: Phase) => Promise<void>;
  /** True once the budget is used up: what has no answer will get none. */
  readonly isSpent: () => boolean;
  readonly tell: (event: ImproveTold) => void;
}

/** Leads the search from step to step. It is the same search whether its answers come from models or from a record. */
async function drive(task: ImproveTask, driving: Driving): Promise<ImproveResult> {
  const steps = improve(task);
  let next = steps.next();
  while (!next.done) next = steps.next(await take(next.value, task, driving));
  return next.value;
}

async function take(step: ImproveStep, task: ImproveTask, driving: Driving): Promise<StepResult> {
  switch (step.type) {
    case 'tell':
      driving.tell(step.event);
      return { type: 'told' };
    case 'reflect':
      return reflect(step, driving);
    case 'ask':
      return askRows(step, task, driving);
  }
}

async function reflect(
  { number, messages }: Extract<ImproveStep, { type: 'reflect' }>,
  { head, ask, cell, isSpent }: Driving,
): Promise<StepResult> {
  const target = reflectTarget(head.reflect);
  const planned = reflectCell(target, number, messages);
  await ask([{ target, cell: planned }]);
  const answered = ended(cell(planned.id), isSpent());
  if (!answered) return { type: 'text', text: undefined, account: { calls: 0 } };
  const text = answered.status === 'done' && answered.finishReason === 'stop' ? answered.text : undefined;
  return { type: 'text', text, account: accountOfCell(answered) };
}

async function askRows(
  { asks, phase }: Extract<ImproveStep, { type: 'ask' }>,
  { aim }: ImproveTask,
  { plans, ask, cell, isSpent }: Driving,
): Promise<StepResult> {
  const planned: CellToAsk[] = [];
  for (const { wording, row, draw } of asks) {
    const plan = await plans.of(wording);
    planned.push({ target: plan.target, cell: plan.cell(row, draw) });
  }
  await ask(planned, phase);
  const answers = asks.map(({ row }, index) => {
    const answered = ended(cell(planned[index]?.cell.id ?? ''), isSpent());
    return answered ? answerOfCell(answered, row, aim) : unasked;
  });
  return { type: 'answers', answers };
}

/** The answer to a row that the budget did not reach. */
const unasked: RowAnswer = { passed: undefined, answer: '', reasons: [], account: { calls: 0 } };

/**
 * A cell that has ended by itself; undefined where the budget did not reach. One that was stopped or never had its turn ends the search: a
 * resumed run asks it.
 */
function ended(cell: CellState | undefined, isSpent: boolean): CellState | undefined {
  if (cell?.status === 'done' || cell?.status === 'failed') return cell;
  if (isSpent) return undefined;
  throw new Interrupted();
}
