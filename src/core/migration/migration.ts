import { similarityOf } from '../diff/diffTexts.ts';
import { caseName } from '../plan/caseName.ts';
import type { EvalReport, EvalRow, TargetReport } from '../results/evalReport.ts';
import { tallyOf } from '../results/evalReportComparisons.ts';
import { type FigureComparison, figureComparisons } from '../results/figureComparisons.ts';
import { hasPassed } from '../results/modelComparisons.ts';
import type { Outcome } from '../results/outcome.ts';
import { outputText } from '../run/answerOutput.ts';
import type { PairedComparison } from '../stats/compareOutcomes.ts';
import { type MigrationGroup, migrationGroups, seenFromCandidate } from './migrationGroups.ts';
import { decideMigration, type MigrationVerdict, type UnjudgedCases } from './migrationVerdict.ts';

/** The results of one model on the cases of a suite, from a finished run. */
export interface MigrationSide {
  readonly target: TargetReport;
  readonly rows: readonly EvalRow[];
}

/** A case that both models answered, with the difference of the answers. */
export interface ChangedAnswer {
  readonly caseId: string;
  readonly name: string;
  /** Share of the words that differ, 0 to 1. */
  readonly changed: number;
  readonly from: { readonly answer: string; readonly outcome: Outcome };
  readonly to: { readonly answer: string; readonly outcome: Outcome };
}

/** The effects on a suite of changing from one model to another. All differences are candidate minus incumbent. */
export interface Migration {
  readonly from: TargetReport;
  readonly to: TargetReport;
  readonly comparison: PairedComparison;
  readonly unjudged: UnjudgedCases;
  readonly figures: readonly FigureComparison[];
  /** True where a cost was worked out from prices and not reported by the vendor. */
  readonly isEstimated: boolean;
  /** Largest loss first. */
  readonly groups: readonly MigrationGroup[];
  /** Names of the cases that only one of the two models passes. */
  readonly lost: readonly string[];
  readonly won: readonly string[];
  /** The most different ones first. */
  readonly answers: readonly ChangedAnswer[];
  readonly verdict: MigrationVerdict;
}

export interface MigrationOptions {
  /** The share (0 to 1) by which the pass rate may be lower and still count as the same; 0.05 unless given. */
  readonly margin?: number;
}

const usualMargin = 0.05;
const shownAnswers = 10;
/** Compares two models case by case, from one run or from two runs of the same suite, whose cases have the same ids. */
export function migrationOf(
  from: MigrationSide,
  to: MigrationSide,
  { margin = usualMargin }: MigrationOptions = {},
): Migration {
  const report = together(from, to);
  const comparison = seenFromCandidate(report, to.target.target);
  const names = { left: to.target.target, right: from.target.target };
  const figures = figureComparisons(report, [names]);
  const groups = migrationGroups(report, to.target.target);
  const { unjudged, ...flipped } = flips(report, names);
  return {
    from: from.target,
    to: to.target,
    comparison,
    unjudged,
    figures,
    isEstimated: report.rows.some(({ cell }) => cell.cost !== undefined && cell.cost.basis !== 'reported'),
    groups,
    ...flipped,
    answers: changedAnswers(report, names),
    verdict: decideMigration({
      from: from.target.target,
      to: to.target.target,
      comparison,
      unjudged,
      figures,
      groups,
      costPerCase: costPerAnswer(from.rows),
      margin,
    }),
  };
}

function costPerAnswer(rows: readonly EvalRow[]): number {
  const costs = rows.flatMap(({ cell }) => (cell.cost ? [cell.cost.amount] : []));
  return costs.length === 0 ? 0 : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

function together(from: MigrationSide, to: MigrationSide): EvalReport {
  return { rows: [...from.rows, ...to.rows], targets: [to.target, from.target], judging: undefined };
}

interface Names {
  readonly left: string;
  readonly right: string;
}

function flips({ rows }: EvalReport, { left, right }: Names): Pick<Migration, 'lost' | 'won' | 'unjudged'> {
  const lost: string[] = [];
  const won: string[] = [];
  const unjudged = { cases: 0, passedBefore: 0 };
  for (const ofCase of Map.groupBy(rows, ({ cell }) => cell.caseId).values()) {
    const [candidate, incumbent] = [left, right].map((target) =>
      hasPassed(tallyOf(ofCase.filter(({ cell }) => cell.target === target))),
    );
    if (candidate === undefined && incumbent !== undefined) {
      unjudged.cases++;
      if (incumbent) unjudged.passedBefore++;
    }
    const [first] = ofCase;
    if (!first || candidate === undefined || incumbent === undefined || candidate === incumbent) continue;
    (candidate ? won : lost).push(caseName(first.testCase));
  }
  return { lost, won, unjudged };
}

function changedAnswers({ rows }: EvalReport, { left, right }: Names): readonly ChangedAnswer[] {
  const answers = [...Map.groupBy(rows, ({ cell }) => cell.caseId)].flatMap(([caseId, ofCase]) => {
    const [to, from] = [left, right].map((target) => firstAnswer(ofCase, target));
    if (!to || !from) return [];
    const changed = 1 - similarityOf(outputText(from.cell), outputText(to.cell));
    return [
      {
        caseId,
        name: caseName(to.testCase),
        changed,
        from: { answer: outputText(from.cell), outcome: from.outcome },
        to: { answer: outputText(to.cell), outcome: to.outcome },
      },
    ];
  });
  return answers
    .filter(({ changed }) => changed > 0)
    .toSorted((one, other) => other.changed - one.changed)
    .slice(0, shownAnswers);
}

function firstAnswer(rows: readonly EvalRow[], target: string): EvalRow | undefined {
  return rows.find(({ cell }) => cell.target === target && cell.status === 'done');
}
