import { oneLine } from '../plan/caseName.ts';
import { formatRunCost } from '../results/summary.ts';
import type { ImproveHead } from '../run/improveHead.ts';
import type { Finalist, ImproveResult } from '../run/improveResult.ts';
import type { Phase } from '../run/proposal.ts';
import type { RunState } from '../run/state.ts';
import { counted } from '../text/formatCount.ts';
import type { FinalistView, ImproveView, ProposalView } from './improvePage.ts';
import { type ImproveState, improveState, type ProposalState } from './improveState.ts';
import { finalistText, looksSentence, planText, resultText } from './improveText.ts';
import { portText } from './portText.ts';

/** The page of a run; undefined for a run of another kind. `nameOf` names a case of the suite. */
export function improveView(run: RunState, nameOf: (caseId: string) => string | undefined): ImproveView | undefined {
  const state = improveState(run);
  const { improve: head } = run;
  if (!state || !head) return undefined;
  const { result } = state;
  return {
    runId: state.runId,
    status: state.status,
    canResume: result === undefined && state.status !== 'running',
    models: modelsText(head),
    plan: planText(state.plan),
    activity: activityText(state),
    spent: spentText(state),
    start: head.text,
    proposals: state.proposals.map(proposalView),
    ...(result ? { result: resultView(result, head, (caseId) => rowOf(run, caseId, nameOf(caseId))) } : {}),
  };
}

/** A row by its name in the suite, else by what it asks: the rows of a judge are answers, and no cases of the suite. */
function rowOf({ plan }: RunState, caseId: string, name: string | undefined): FinalistView['worse'][number] {
  if (name !== undefined) return { caseId, name, isInSuite: true };
  const vars = plan.find((cell) => cell.caseId === caseId)?.inputs ?? {};
  return { caseId, name: oneLine(Object.values(vars).map(String).join(' · ') || caseId), isInSuite: false };
}

function modelsText({ target, reflect, port, judge, aim, shorter }: ImproveHead): string {
  const own = judge ? `The judge ${target} of ${judge.check}` : target;
  const what = port ? `From ${port.from} to ${target}` : own;
  const figure = aim ? `, for a higher ${aim.figure}` : '';
  return shorter ? `${what}, shorter at equal quality` : `${what}${figure}, reflecting: ${reflect}`;
}

const phases: Readonly<Record<Phase, string>> = {
  promise: 'the old prompt on the old model',
  start: 'the prompt as it is',
  shown: 'an edit on the rows that were shown',
  working: 'an edit on the other rows to work on',
  choosing: 'an edit on the rows to choose by',
  trim: 'the prompt without a sentence',
  examples: 'the prompt with examples, and without',
  proof: 'the held-out rows, once',
};

function activityText({ activity, status, result }: ImproveState): string {
  if (activity.type === 'reflecting') return `Reflection ${activity.number}: one cause and one edit.`;
  if (activity.type === 'asking' && activity.all === 0) return 'Begins.';
  if (activity.type === 'asking')
    return `Asks ${phases[activity.phase]}: ${activity.done} of ${counted(activity.all, 'answer')}.`;
  if (result) return 'Ended.';
  if (activity.type === 'waiting')
    return `The held-out rows are with batch jobs: ${activity.done} of ${counted(activity.all, 'answer')} so far. Go On looks for them.`;
  return status === 'budget'
    ? 'The budget was used up before there was a result.'
    : 'Stopped before there was a result.';
}

function spentText({ spent: { task, reflect, cost } }: ImproveState): string {
  return [counted(task, 'call'), counted(reflect, 'reflection'), formatRunCost(cost)].join(' · ');
}

function proposalView(proposal: ProposalState): ProposalView {
  const { number, cause, text } = proposal;
  const named = { number, cause, ...(text === undefined ? {} : { text }) };
  if (proposal.fate === 'trying') return { ...named, state: 'trying', reason: '', counts: '' };
  const { fate, reason, fixed, broke } = proposal;
  return {
    ...named,
    state: fate === 'kept' ? 'kept' : 'dropped',
    reason,
    counts: fixed + broke > 0 ? `fixed ${fixed}, broke ${broke}` : '',
  };
}

function resultView(
  result: ImproveResult,
  head: ImproveHead,
  rowNamed: (caseId: string) => FinalistView['worse'][number],
): NonNullable<ImproveView['result']> {
  const { offered, finalists } = result;
  const isJudged = finalists.some(({ wording }) => wording.number === offered?.number);
  const looks = finalists.length > 0 ? looksSentence((head.earlierLooks ?? 0) + 1) : '';
  const finalistView = (finalist: Finalist): FinalistView => ({
    number: finalist.wording.number,
    isOffered: finalist.wording.number === offered?.number,
    isProven: finalist.isProven,
    sentences: finalistText(finalist, result),
    text: finalist.wording.text,
    worse: [...finalist.proof.worse, ...(finalist.others?.worse ?? [])].map(rowNamed),
  });
  return {
    sentences: [...(head.port ? portText(result, head) : resultText(result)), ...(looks === '' ? [] : [looks])],
    ...(offered && !isJudged ? { unproven: offered } : {}),
    finalists: finalists.map(finalistView),
  };
}
