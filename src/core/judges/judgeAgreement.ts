import type { Check } from '../dataset/suite.ts';
import { asksModel } from '../grading/judgeCalls.ts';
import { answerDigest } from '../people/answerDigest.ts';
import { currentVerdicts, jointVerdict, staleAnswers } from '../people/jointVerdict.ts';
import type { VerdictLine } from '../people/verdictLines.ts';
import type { RunCase } from '../results/matrix/matrixCases.ts';
import { checkLabels } from '../results/matrix/matrixRowDetail.ts';
import { outputText } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import { cellsOf, type RunState } from '../run/state.ts';
import { kappaInterval, kappaOf } from '../stats/agreement.ts';
import { type JudgedCounts, type JudgeErrors, judgeErrors } from '../stats/judgeErrors.ts';
import { labelsForKappa } from '../stats/moreLabels.ts';
import type { Interval } from '../stats/wilson.ts';

/** The fewest labels from which an agreement is shown. */
export const leastLabels = 20;
/** The width of an interval of kappa with which most bars can be settled. */
const settledWidth = 0.3;

/** An answer on which people and a judge differ. `repeat` counts from 0. */
export interface Disagreement {
  readonly caseId: string;
  readonly target: string;
  readonly repeat: number;
  readonly person: 'pass' | 'fail';
}

/** How far one judge agrees with people, over the answers that both judged. */
export interface JudgeAgreement {
  /** The check as the matrix names it, with its criterion where it has one. */
  readonly check: string;
  readonly labels: number;
  readonly counts: JudgedCounts;
  /** How many answers the commonest of people's verdicts would be right for, given to all. */
  readonly constant: number;
  readonly errors: JudgeErrors;
  readonly kappa: number | undefined;
  /** 95 %, from the table with 1 added to each cell: it holds with 20 labels. */
  readonly interval: Interval | undefined;
  /** About how many labels in all would narrow the interval to 0.3. */
  readonly labelsWanted: number | undefined;
  readonly disagreements: readonly Disagreement[];
}

/** What people's verdicts say of a run's judges. */
export interface JudgesReport {
  readonly judges: readonly JudgeAgreement[];
  /** Answers of the run with a verdict of pass or fail. */
  readonly labelled: number;
  /** Answers on which people are unsure, and those on which as many pass as fail: they are left out. */
  readonly unsure: number;
  readonly split: number;
  /** Answers that were judged and that this run does not have: they are kept and do not count. */
  readonly stale: number;
}

interface LabelledAnswer extends Disagreement {
  readonly cell: CellState;
  readonly checks: readonly Check[];
}

/** Sets people's verdicts against those of each judge in a run. Answers whose judge did not grade them count for no judge. */
export function judgesReport(
  state: RunState,
  cases: ReadonlyMap<string, RunCase>,
  lines: readonly VerdictLine[],
): JudgesReport {
  const answers = answersByDigest(state);
  const said = Map.groupBy(currentVerdicts(lines).filter(isWhole), ({ answer }) => answer);
  const joint = [...answers].map(([digest, cells]) => ({ cells, verdict: jointVerdict(said.get(digest) ?? []) }));
  const labelled = joint.flatMap(({ cells, verdict: person }) =>
    person === 'pass' || person === 'fail' ? cells.map((cell) => labelledAnswer(cell, cases, person)) : [],
  );
  const count = (wanted: string) =>
    joint.reduce((n, { cells, verdict }) => n + (verdict === wanted ? cells.length : 0), 0);
  return {
    judges: judgesIn(labelled).map((check) => agreementOf(check, labelled)),
    labelled: labelled.length,
    unsure: count('unsure'),
    split: count('split'),
    stale: staleAnswers(lines, new Set(answers.keys())).length,
  };
}

function isWhole({ criterion }: VerdictLine): boolean {
  return criterion === undefined;
}

function answersByDigest(state: RunState): ReadonlyMap<string, readonly CellState[]> {
  const inputs = new Map(state.plan.map((cell) => [cell.id, cell.inputs]));
  const done = [...cellsOf(state)].filter(({ status }) => status === 'done');
  return Map.groupBy(done, (cell) => answerDigest(inputs.get(cell.id) ?? {}, outputText(cell)));
}

function labelledAnswer(cell: CellState, cases: ReadonlyMap<string, RunCase>, person: 'pass' | 'fail'): LabelledAnswer {
  const { caseId, target, repeat } = cell;
  return { caseId, target, repeat, person, cell, checks: cases.get(caseId)?.testCase.checks ?? [] };
}

/** The names of the judges, in the order of the cases and their checks. */
function judgesIn(labelled: readonly LabelledAnswer[]): readonly string[] {
  return [...new Set(labelled.flatMap(({ checks }) => judgeChecks(checks).map(({ name }) => name)))];
}

function judgeChecks(checks: readonly Check[]): readonly { readonly name: string; readonly index: number }[] {
  const labels = checkLabels({ checks });
  return checks.flatMap(({ type }, index) => {
    const label = labels[index];
    if (!label || !asksModel(type)) return [];
    return [{ name: label.value === '' ? label.name : `${label.name}: ${label.value}`, index }];
  });
}

function agreementOf(check: string, labelled: readonly LabelledAnswer[]): JudgeAgreement {
  const judged = labelled.flatMap((answer) => {
    const judge = judgeSays(check, answer);
    return judge === undefined ? [] : [{ answer, judge }];
  });
  const counts = countsOf(judged.map(({ answer, judge }) => ({ person: answer.person, judge })));
  const { bothPass, tooStrict, tooLenient, bothFail } = counts;
  const table = [
    [bothPass, tooStrict],
    [tooLenient, bothFail],
  ];
  const found = kappaOf(table);
  return {
    check,
    labels: judged.length,
    counts,
    constant: Math.max(bothPass + tooStrict, tooLenient + bothFail),
    errors: judgeErrors(counts),
    kappa: found?.kappa,
    interval: kappaInterval(table),
    labelsWanted: found && found.error > 0 ? labelsForKappa(found.error, judged.length, settledWidth) : undefined,
    disagreements: judged
      .filter(({ answer, judge }) => answer.person !== judge)
      .map(({ answer: { caseId, target, repeat, person } }) => ({ caseId, target, repeat, person })),
  };
}

function judgeSays(check: string, { cell, checks }: LabelledAnswer): 'pass' | 'fail' | undefined {
  const index = judgeChecks(checks).find(({ name }) => name === check)?.index;
  const outcome = index === undefined ? undefined : cell.verdict?.checks[index]?.outcome;
  return outcome === 'pass' || outcome === 'fail' ? outcome : undefined;
}

function countsOf(judged: readonly { readonly person: string; readonly judge: string }[]): JudgedCounts {
  const count = (person: string, judge: string) =>
    judged.filter((one) => one.person === person && one.judge === judge).length;
  return {
    bothPass: count('pass', 'pass'),
    tooStrict: count('pass', 'fail'),
    tooLenient: count('fail', 'pass'),
    bothFail: count('fail', 'fail'),
  };
}
