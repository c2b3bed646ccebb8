import { decideGate, type GateDecision } from '../../gate/decideGate.ts';
import type { GateResult } from '../../gate/gateResult.ts';
import { listedCases, summarizeGate } from '../../gate/gateSummary.ts';
import { nameOfTarget } from '../../gate/nameOfTarget.ts';
import {
  classSentences,
  moneyText,
  noiseSentence,
  preferredSentences,
  suiteNotes,
  worseBetterSame,
} from '../../gate/reports/gateReport.ts';
import { isSignificant } from '../../stats/compareOutcomes.ts';
import type { DataMarks } from '../dataMarks.ts';
import type { ValueOf } from '../schema.ts';
import type { compareVersions } from '../tools/compareVersions.ts';
import { moneyOf } from './runAnswer.ts';

export type ComparisonAnswer = ValueOf<(typeof compareVersions)['output']>;

export interface ComparisonToTell {
  readonly id: string;
  /** Undefined while it goes on. */
  readonly result: GateResult | undefined;
  readonly marks: DataMarks;
  /** USD. */
  readonly leftToday: number;
}

const mostRows = 8;
const mostProblems = 10;
const reasonCharacters = 300;

/** A comparison of two versions as an agent reads it: the judgement first, then the rows that got worse. */
export function comparisonAnswer({ id, result, marks, leftToday }: ComparisonToTell): ComparisonAnswer {
  const head = { comparison: id, leftToday };
  if (!result)
    return {
      summary: `It goes on: compare_versions with comparison ${id} and wait_seconds 20.`,
      state: 'running',
      noise: [],
      rows: [],
      problems: [],
      ...head,
    };
  const summary = summarizeGate(result);
  const decision = decideGate(result, summary, { failOn: 'regressions', threshold: 1, allowIncomplete: false });
  const listed = listedCases(result.suites.flatMap(({ rows }) => rows));
  const { counts, unchanged } = summary;
  return {
    ...head,
    summary: `${worseBetterSame(summary)}; ${moneyText(summary)}. ${reasonIn(decision, marks)}${coverOf(result)}${changedFiguresIn(result, marks)}`,
    state: 'done',
    outcome: decision.outcome,
    base: result.base,
    worse: counts.regressed,
    better: counts.fixed,
    same: counts.same + counts['still-failing'] + unchanged,
    noise: summary.targets.map((target) => ({
      target: nameOfTarget(target, result),
      sentence: noiseSentence(target, result) ?? 'There is nothing to compare.',
      isMoreThanNoise: isSignificant(target.comparison),
    })),
    rows: listed.slice(0, mostRows).map(({ name, place, target, change, head: after, note }) => ({
      case: marks.around(name),
      place: `${place.file}:${place.line}`,
      target,
      change,
      reason: marks.around(after?.reason || note || 'It was not run.', reasonCharacters),
    })),
    ...(listed.length > mostRows ? { moreRows: listed.length - mostRows } : {}),
    problems: [
      ...result.suites.flatMap(({ problems }) => problems),
      ...result.suites.flatMap((suite) => suiteNotes(suite, result.base)),
    ]
      .slice(0, mostProblems)
      .map((problem) => marks.around(problem, reasonCharacters)),
    cost: moneyText(summary),
    ...moneyOf(summary.cost),
    marks: marks.both,
  };
}

/** The reason of a decision. Where it may quote a file or a model, it stands between marks. */
function reasonIn({ outcome, reason }: GateDecision, marks: DataMarks): string {
  const quotes = outcome === 'invalid' || outcome === 'provider-errors';
  return quotes ? marks.around(reason, reasonCharacters) : reason;
}

/** Which classes are found more or less often, and which version is liked better, between marks: the words are of the suite. */
function changedFiguresIn(result: GateResult, marks: DataMarks): string {
  const report = { result, summary: summarizeGate(result) };
  const sentences = [...classSentences(report), ...preferredSentences(report)];
  return sentences.length === 0 ? '' : ` ${marks.around(sentences.join(' '), reasonCharacters)}`;
}

function coverOf({ uncovered }: GateResult): string {
  return uncovered.length === 0 ? '' : ` No suite covers ${uncovered.join(', ')}.`;
}
