import type { JudgedShare } from '../stats/judgeErrors.ts';
import type { Interval } from '../stats/wilson.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { type JudgeAgreement, type JudgesReport, leastLabels } from './judgeAgreement.ts';

/** The most disagreements of one judge that are listed. */
const listed = 10;

/** What people's verdicts say of a run's judges, as lines of text. */
export function describeJudges(report: JudgesReport): string {
  const { judges, labelled, unsure, split, stale } = report;
  const head = [
    `People judged ${counted(labelled, 'answer')} of this run${leftOut({ unsure, split })}.`,
    ...(stale > 0
      ? [`${counted(stale, 'verdict')} about answers that this run does not have are kept and do not count.`]
      : []),
  ];
  const none = labelled > 0 && judges.length === 0 ? ['No check of these cases asks a judge.'] : [];
  return [...head, ...none, ...judges.flatMap(describeJudge)].map((line) => `${line}\n`).join('');
}

function leftOut({ unsure, split }: { readonly unsure: number; readonly split: number }): string {
  const parts = [...(unsure > 0 ? [`${unsure} unsure`] : []), ...(split > 0 ? [`${split} split`] : [])];
  return parts.length === 0 ? '' : `; ${parts.join(' and ')}, left out`;
}

function describeJudge(judge: JudgeAgreement): readonly string[] {
  const { check, labels } = judge;
  const name = ['', inOneLine(check)];
  if (labels < leastLabels)
    return [
      ...name,
      `  ${counted(labels, 'label')}: from ${leastLabels} on it shows how far this judge agrees with people.`,
    ];
  return [...name, ...figuresOf(judge), ...disagreementsOf(judge)];
}

function figuresOf({
  labels,
  counts,
  constant,
  errors,
  kappa,
  interval,
  labelsWanted,
}: JudgeAgreement): readonly string[] {
  const { bothPass, tooStrict, tooLenient, bothFail } = counts;
  const usual = bothPass + tooStrict >= tooLenient + bothFail ? 'pass' : 'fail';
  return [
    `  Agrees with people on ${bothPass + bothFail} of ${labels}; always "${usual}" would on ${constant}.`,
    `  Lets ${tooLenient} of ${counted(tooLenient + bothFail, 'bad answer')} through${missed(errors.failCaught)}; fails ${tooStrict} of ${counted(bothPass + tooStrict, 'good one')}${missed(errors.passCaught)}.`,
    kappa === undefined
      ? '  No kappa: both sides say one and the same throughout.'
      : `  kappa ${kappa.toFixed(2)}${interval ? `, ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : ''}: agreement beyond what these pass rates give by chance.`,
    ...(labelsWanted !== undefined && labelsWanted > labels
      ? [`  About ${labelsWanted - labels} more labels would narrow that to 0.3.`]
      : []),
  ];
}

/** The interval of the share that a judge misses, from that of the share it catches. */
function missed(caught: JudgedShare | undefined): string {
  if (!caught?.interval) return '';
  return ` (${percent({ low: 1 - caught.interval.high, high: 1 - caught.interval.low })})`;
}

function percent({ low, high }: Interval): string {
  return `${Math.round(low * 100)} to ${Math.round(high * 100)}%`;
}

function disagreementsOf({ disagreements }: JudgeAgreement): readonly string[] {
  if (disagreements.length === 0) return [];
  const rows = disagreements
    .slice(0, listed)
    .map(
      ({ caseId, target, repeat, person }) =>
        `    ${caseId} on ${target}${repeat > 0 ? `, answer ${repeat + 1}` : ''}: people say ${person}`,
    );
  const more = disagreements.length > listed ? [`    and ${disagreements.length - listed} more`] : [];
  return ['  They differ on:', ...rows, ...more];
}

function counted(n: number, word: string): string {
  return `${n} ${n === 1 ? word : `${word}s`}`;
}
