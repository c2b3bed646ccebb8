import { oneLine } from '../../plan/caseName.ts';
import { formatRunCost } from '../../results/summary.ts';
import { describeComparison } from '../../stats/describeComparison.ts';
import { counted } from '../../text/formatCount.ts';
import { changedChecksSentence } from '../changedChecks.ts';
import { classSentence } from '../classChange.ts';
import type { GateDecision } from '../decideGate.ts';
import type { GatedSuite, GateResult, GoneSuite } from '../gateResult.ts';
import type { GateSummary, TargetChange } from '../gateSummary.ts';
import { nameOfTarget } from '../nameOfTarget.ts';
import { preferredSentence } from '../preferredChange.ts';
import { removedNames } from '../removedText.ts';

/** The parts that every report of a check is made of. */
export interface GateReport {
  readonly result: GateResult;
  readonly summary: GateSummary;
  readonly decision: GateDecision;
}

/** A summary such as `3 worse, 5 better, 112 same`, which the editor shows as well. */
export function worseBetterSame({
  counts,
  unchanged,
  removed,
  advised = 0,
}: Pick<GateSummary, 'counts' | 'unchanged' | 'removed' | 'advised'>): string {
  const parts = [
    `${counts.regressed} worse`,
    `${counts.fixed} better`,
    `${counts.same + counts['still-failing'] + unchanged} same`,
  ];
  const added = counts['new-pass'] + counts['new-failure'];
  if (added > 0) parts.push(`${added} new`);
  if (counts.flaky > 0) parts.push(`${counts.flaky} flaky`);
  if (counts['not-run'] > 0) parts.push(`${counts['not-run']} not run`);
  if (counts.unchecked > 0) parts.push(`${counts.unchecked} without checks`);
  if (removed > 0) parts.push(`${removed} removed`);
  if (advised > 0) parts.push(`${advised} failed by advice alone`);
  return parts.join(', ');
}

/** Whole sentences that a reader of a suite's rows needs. */
export function suiteNotes(suite: GatedSuite, base: string): readonly string[] {
  const { rows, removed, knownProblems, notes, judges = [] } = suite;
  const checks = changedChecksSentence(rows, base);
  const undecided = rows.filter(({ change }) => change === 'unchecked');
  const advisedOnly = undecided.filter(({ advice }) => advice !== undefined).length;
  const unchecked = undecided.length - advisedOnly;
  return [
    ...notes,
    ...judges.map(({ sentence }) => sentence),
    ...(checks === undefined ? [] : [checks]),
    ...(unchecked > 0 ? [uncheckedText(unchecked)] : []),
    ...(advisedOnly > 0
      ? [
          `${counted(advisedOnly, 'row has', 'rows have')} only checks that advise, so nothing decides about ${advisedOnly === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...adviceTexts(rows),
    ...removedNames(removed).map((name) => `Removed: ${name}`),
    ...knownProblems.map((problem) => `Left out of both versions: ${problem}`),
  ];
}

/** A sentence for each row that checks fail which only advise. */
function adviceTexts(rows: GatedSuite['rows']): readonly string[] {
  return rows.flatMap((row) => adviceOn(row));
}

/** What checks that only advise say of a row, in sentences. */
export function adviceOn({ name, target, advice = [] }: GatedSuite['rows'][number]): readonly string[] {
  return advice.map((said) => `Advice, which fails nothing: ${oneLine(name)} on ${target} fails ${oneLine(said)}`);
}

function uncheckedText(rows: number): string {
  return rows === 1
    ? '1 row has no check, so nothing is known of it.'
    : `${rows} rows have no check, so nothing is known of them.`;
}

/** A sentence about a suite that is gone. */
export function goneText({ suite, cases }: GoneSuite, base: string): string {
  return `${suite} of ${base} is gone, with its cases: ${cases.join(', ')}`;
}

/** The titles of the columns of counts; two more columns follow them, the number that passed before and after. */
export const figureTitles = ['worse', 'better', 'same', 'failing', 'new', 'flaky', 'not run'] as const;

/** The texts of the columns in `figureTitles`, and of the two columns before and after. */
export function figuresOf({
  counts,
  comparison: { cases, both, onlyLeft, onlyRight },
}: TargetChange): readonly string[] {
  const changed = [counts.regressed, counts.fixed, counts.same, counts['still-failing']];
  const others = [counts['new-pass'] + counts['new-failure'], counts.flaky, counts['not-run']];
  const passed = [both + onlyRight, both + onlyLeft].map((count) => (cases === 0 ? '-' : `${count} of ${cases}`));
  return [...changed.map(String), ...others.map(String), ...passed];
}

/** A sentence with the cost of the check, and with the number of results that came from a baseline. */
export function moneyText({ cost, fromBaseline }: GateSummary): string {
  const wasAsked = cost.known + cost.unknown > 0 || cost.simulated > 0;
  const money = wasAsked ? formatRunCost(cost) : 'nothing asked anew';
  return fromBaseline > 0 ? `${money}, ${counted(fromBaseline, 'result')} from the baseline` : money;
}

/** A sentence that says whether a model's change is more than noise; undefined where nothing could be compared. */
export function noiseSentence(change: TargetChange, result: GateResult): string | undefined {
  const { comparison } = change;
  if (comparison.cases === 0) return undefined;
  const { head, base } = result;
  return `${nameOfTarget(change, result)}: ${describeComparison(comparison, { left: head, right: base })}`;
}

/** Sentences that say of each model which version is liked better; none where no check asks for it. */
export function preferredSentences({
  summary: { preferred = [] },
  result,
}: Omit<GateReport, 'decision'>): readonly string[] {
  return preferred.map((change) => `${nameOfTarget(change, result)}: ${preferredSentence(change, result)}`);
}

/** Sentences that say of each model which classes it finds more or less often; none where no check reads labels. */
export function classSentences({ summary: { classes = [] }, result }: Omit<GateReport, 'decision'>): readonly string[] {
  return classes.map((change) => `${nameOfTarget(change, result)}: ${classSentence(change)}`);
}
