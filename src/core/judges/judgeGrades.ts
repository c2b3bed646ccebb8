import type { EvalCase, Suite } from '../dataset/suite.ts';
import { hashJson } from '../hash.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { answerDigest } from '../people/answerDigest.ts';
import { readJsonLines } from '../people/readJsonLines.ts';
import type { RunCase } from '../results/matrix/matrixCases.ts';
import { outputText } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import type { RunState } from '../run/state.ts';
import { judgesOfCase, judgeVerdictAt } from './judgesOfCase.ts';

/** What one judge said of one answer: a line of the file of grades, which stands beside people's verdicts. */
export interface JudgeGrade {
  /** The same for the same judge, check and answer, so that a grade that comes again counts once. */
  readonly id: string;
  /** The digest of the answer, as people's verdicts have it. */
  readonly answer: string;
  /** The name of the check. */
  readonly check: string;
  /** The digest of the judge that said it. */
  readonly judge: string;
  readonly models: readonly string[];
  readonly outcome: 'pass' | 'fail';
  readonly caseId: string;
  readonly target: string;
  /** From 0. */
  readonly repeat: number;
}

type JudgeDefaults = Pick<Suite, 'judge' | 'embedder'>;

/** Every grade that judges gave in a run. A run of before judges were recorded counts as graded by those of today. */
export function gradesOfRun(
  state: RunState,
  cases: ReadonlyMap<string, RunCase>,
  suite: JudgeDefaults,
): readonly JudgeGrade[] {
  const inputs = new Map(state.plan.map((cell) => [cell.id, cell.inputs]));
  return Object.values(state.cells).flatMap((cell) => {
    const testCase = cases.get(cell.caseId)?.testCase;
    return testCase ? gradesOfCell(cell, { inputs: inputs.get(cell.id) ?? {}, testCase, suite }) : [];
  });
}

/** Every grade that judges gave to one answer. */
export function gradesOfCell(
  cell: CellState,
  {
    inputs,
    testCase,
    suite,
  }: { readonly inputs: JsonObject; readonly testCase: EvalCase; readonly suite: JudgeDefaults },
): readonly JudgeGrade[] {
  const { caseId, target, repeat, verdict, status } = cell;
  const judges = status === 'done' && verdict ? judgesOfCase(testCase, suite) : [];
  if (!verdict || judges.length === 0) return [];
  const answer = answerDigest(inputs, outputText(cell));
  return judges.flatMap(({ name: check, models, digest, place }): JudgeGrade[] => {
    const { outcome, judge = digest } = judgeVerdictAt(verdict, place) ?? {};
    if (outcome !== 'pass' && outcome !== 'fail') return [];
    const grade = { answer, check, judge, models: judge === digest ? models : [], outcome, caseId, target, repeat };
    return [{ id: hashJson([answer, check, judge]).slice(0, idDigits), ...grade }];
  });
}

const idDigits = 32;

/** The grades of a file, each once, and the numbers of lines that cannot be read, from 1. */
export function readJudgeGrades(text: string): {
  readonly grades: readonly JudgeGrade[];
  readonly broken: readonly number[];
} {
  const { lines, broken } = readJsonLines(text, readGrade);
  return { grades: lines, broken };
}

function readGrade(written: unknown): JudgeGrade | undefined {
  if (!isJsonObject(written)) return undefined;
  const { id, answer, check, judge, models, outcome, caseId, target, repeat } = written;
  if (typeof id !== 'string' || typeof answer !== 'string' || typeof check !== 'string') return undefined;
  if (typeof judge !== 'string' || (outcome !== 'pass' && outcome !== 'fail')) return undefined;
  return {
    ...{ id, answer, check, judge, outcome },
    models: Array.isArray(models) ? models.filter((model) => typeof model === 'string') : [],
    caseId: typeof caseId === 'string' ? caseId : '',
    target: typeof target === 'string' ? target : '',
    repeat: typeof repeat === 'number' ? repeat : 0,
  };
}
