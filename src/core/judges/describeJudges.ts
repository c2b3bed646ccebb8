import { describeRate } from '../people/describeRate.ts';
import type { JudgedCounts, JudgedShare } from '../stats/judgeErrors.ts';
import type { Interval } from '../stats/wilson.ts';
import { counted } from '../text/formatCount.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { formatTable } from '../text/table.ts';
import { type JudgeAgreement, leastLabels } from './judgeAgreement.ts';
import type { JudgesReport, ReportedJudge } from './judgesReport.ts';
import type { PeopleAgreement } from './peopleAgreement.ts';

/** The most disagreements of one judge that are listed. */
const listed = 10;

/** What people's verdicts say of a run's judges, as lines of text. */
export function describeJudges(report: JudgesReport): string {
  const { judges, labelled, unsure, split, stale, people } = report;
  const head = [
    `People judged ${counted(labelled, 'answer')} of this run${leftOut({ unsure, split })}.`,
    ...(stale > 0
      ? [
          `${counted(stale, 'answer')} that this run does not have ${stale === 1 ? 'was' : 'were'} judged too: ${stale === 1 ? 'it counts' : 'they count'} for the judges that graded ${stale === 1 ? 'it' : 'them'}, and for no rate of this run.`,
        ]
      : []),
    ...(people ? [describePeople(people)] : []),
  ];
  const none = labelled > 0 && judges.length === 0 ? ['No check of these cases asks a judge.'] : [];
  const lines = [...head, ...none].map((line) => `${line}\n`).join('');
  return `${lines}${compared(judges)}${judges
    .flatMap(describeJudge)
    .map((line) => `${line}\n`)
    .join('')}`;
}

function leftOut({ unsure, split }: { readonly unsure: number; readonly split: number }): string {
  const parts = [...(unsure > 0 ? [`${unsure} unsure`] : []), ...(split > 0 ? [`${split} split`] : [])];
  return parts.length === 0 ? '' : `; ${parts.join(' and ')}, left out`;
}

/** How far people agree with each other, in one sentence. */
export function describePeople({ people, answers, agreed, alpha }: PeopleAgreement): string {
  const [first, second] = people;
  const who = people.length === 2 ? `${first} and ${second}` : `${people.length} people`;
  const figure = alpha === undefined ? '' : ` (Krippendorff's alpha ${alpha.toFixed(2)})`;
  return inOneLine(
    `${who} agree on ${agreed} of ${counted(answers, 'answer')} that at least two judged${figure}: no judge can be asked for more.`,
  );
}

/** Several judges in one table, where at least two can be compared. */
function compared(judges: readonly JudgeAgreement[]): string {
  const known = judges.filter(({ labels }) => labels >= leastLabels);
  return known.length < 2 ? '' : `\n${formatTable(judgeTitles, known.map(judgeRow))}`;
}

/** The titles of a table of judges. */
export const judgeTitles = ['judge', 'labels', 'agrees', 'bad let through', 'good failed', 'kappa', '95%'] as const;

/** The texts of a judge in the columns of `judgeTitles`. */
export function judgeRow(judge: JudgeAgreement): readonly string[] {
  const { check, labels, counts, weighted, errors, kappa, interval } = judge;
  return [
    check,
    String(labels),
    shareText(agreedIn(weighted)),
    `${shareText(missedOf(errors.failCaught))} of ${counts.tooLenient + counts.bothFail}`,
    `${shareText(missedOf(errors.passCaught))} of ${counts.bothPass + counts.tooStrict}`,
    kappa === undefined ? '-' : kappa.toFixed(2),
    interval ? `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : '-',
  ];
}

function describeJudge(judge: ReportedJudge): readonly string[] {
  const indented = [...judgeNotes(judge), ...(judge.labels < leastLabels ? [] : disagreementsOf(judge))];
  return ['', judgeName(judge), ...indented.map((line) => `  ${line}`)];
}

/** The check of a judge, with its models where the name does not have them. */
export function judgeName({ check, models }: Pick<JudgeAgreement, 'check' | 'models'>): string {
  const by = models.length === 0 || models.every((model) => check.includes(model)) ? '' : `  (${models.join(', ')})`;
  return inOneLine(`${check}${by}`);
}

/** What is known of a judge, in sentences. */
export function judgeNotes(judge: ReportedJudge): readonly string[] {
  const { labels, rate, standing } = judge;
  const figures =
    labels < leastLabels
      ? [`${counted(labels, 'label')}: from ${leastLabels} on it shows how far this judge agrees with people.`]
      : figuresOf(judge);
  return [
    ...figures,
    ...(rate.answers > 0 ? [describeRate(rate, 'the judge')] : []),
    ...beforeOf(judge),
    ...(standing ? [`In the gate: ${standing.sentence}`] : []),
  ];
}

function figuresOf(judge: JudgeAgreement): readonly string[] {
  const { labels, counts, weighted, constant, kappa, interval, labelsWanted } = judge;
  const usual = weighted.bothPass + weighted.tooStrict >= weighted.tooLenient + weighted.bothFail ? 'pass' : 'fail';
  return [
    `Agrees with people on ${shareText(agreedIn(weighted))} of answers (${counts.bothPass + counts.bothFail} of ${labels} labels); always "${usual}" would on ${shareText(constant)}.`,
    errorsText(judge),
    kappa === undefined
      ? 'No kappa: both sides say one and the same throughout.'
      : `kappa ${kappa.toFixed(2)}${interval ? `, ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : ''}: agreement beyond what these pass rates give by chance.`,
    ...(labelsWanted !== undefined && labelsWanted > labels
      ? [`About ${labelsWanted - labels} more labels would narrow that to 0.3.`]
      : []),
    ...basisText(judge),
  ];
}

function errorsText({ counts, errors }: JudgeAgreement): string {
  const { bothPass, tooStrict, tooLenient, bothFail } = counts;
  const bad = errorText(errors.failCaught, { missed: tooLenient, of: tooLenient + bothFail });
  const good = errorText(errors.passCaught, { missed: tooStrict, of: bothPass + tooStrict });
  return [
    bad === undefined
      ? 'People saw no bad answer, so what it lets through is not known.'
      : `Lets ${bad} bad answers through.`,
    good === undefined ? 'People saw no good answer, so what it fails is not known.' : `Fails ${good} good ones.`,
  ].join(' ');
}

/** A share such as `24% (10 to 47%; 4 of 17 seen) of`; undefined where people saw none of the kind. */
function errorText(
  caught: JudgedShare | undefined,
  { missed, of }: { readonly missed: number; readonly of: number },
): string | undefined {
  if (!caught?.interval) return undefined;
  const { low, high } = caught.interval;
  return `${shareText(missedOf(caught))} (${percent({ low: 1 - high, high: 1 - low })}; ${missed} of ${of} seen) of`;
}

/** What the labels stand for. */
function basisText({ basis, leftOut, counts, weighted }: JudgeAgreement): readonly string[] {
  if (basis === 'chosen')
    return ['People chose at least some of these answers, so the figures are about what they chose.'];
  const isWeighted = isSame(counts, weighted) ? '' : ', each weighted by the chance of its draw';
  const left = leftOut > 0 ? `; ${counted(leftOut, 'label')} of answers that were chosen left out` : '';
  return [`These labels were drawn at random${isWeighted}${left}.`];
}

function isSame(left: JudgedCounts, right: JudgedCounts): boolean {
  const { bothPass, tooStrict, tooLenient, bothFail } = left;
  return (
    bothPass === right.bothPass &&
    tooStrict === right.tooStrict &&
    tooLenient === right.tooLenient &&
    bothFail === right.bothFail
  );
}

function beforeOf({ before }: JudgeAgreement): readonly string[] {
  if (!before) return [];
  const by = before.models.length === 0 ? '' : ` by ${before.models.join(', ')}`;
  return [
    `It has changed since it was measured: ${counted(before.labels, 'label')} ${before.labels === 1 ? 'is' : 'are'} of answers graded${by} with another model or rubric, and ${before.labels === 1 ? 'does' : 'do'} not count.`,
    'To measure it on the answers of this run again: polyprompt rescore --judges latest',
  ];
}

function agreedIn({ bothPass, tooStrict, tooLenient, bothFail }: JudgedCounts): number {
  return (bothPass + bothFail) / (bothPass + tooStrict + tooLenient + bothFail);
}

/** The share that a judge misses, from that which it catches. */
function missedOf(caught: JudgedShare | undefined): number | undefined {
  return caught && 1 - caught.value;
}

function shareText(share: number | undefined): string {
  return share === undefined ? '-' : `${Math.round(share * 100)}%`;
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
        `  ${caseId} on ${target}${repeat > 0 ? `, answer ${repeat + 1}` : ''}: people say ${person}`,
    );
  const more = disagreements.length > listed ? [`  and ${disagreements.length - listed} more`] : [];
  return ['They differ on:', ...rows, ...more];
}
