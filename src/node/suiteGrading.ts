import path from 'node:path';
import type { Check, Suite } from '../core/dataset/suite.ts';
import { gradeAnswer } from '../core/grading/gradeAnswer.ts';
import { isComparisonType } from '../core/grading/graders.ts';
import { runScript, scriptContext } from '../core/grading/script.ts';
import type { AnswerVerdict, GradedAnswer, Sandbox } from '../core/grading/verdict.ts';
import type { CellGrading } from '../core/run/cellGrading.ts';
import type { SuitePlan } from '../core/run/planSuite.ts';
import { QuickJsSandbox } from './sandbox/sandbox.ts';

export interface SuiteGradingContext {
  /** Folder that holds `sandbox.js` and `quickjs.wasm`. */
  readonly distFolder: string;
  /** JavaScript of a suite runs only where the user trusts the workspace. */
  readonly allowScripts: boolean;
}

export interface SuiteGrading extends CellGrading {
  dispose(): Promise<void>;
}

/** Grades the answers of a planned suite by their cases' checks, with models as judges and JavaScript in the sandbox. */
export function createSuiteGrading(
  context: SuiteGradingContext,
  suite: Suite,
  { caseOf, promptOf }: SuitePlan,
): SuiteGrading {
  const sandbox = context.allowScripts ? sandboxIn(context.distFolder) : undefined;
  const transformOf = new Map(suite.targets.map((target) => [target.id, target.transform]));
  return {
    async grade(cell, result, judge) {
      const row = caseOf.get(cell.id);
      if (!row) throw new Error('every planned cell has its case');
      const prompt = promptOf.get(cell.id)?.render(row.vars, row.options).text ?? '';
      const answer = {
        output: result.answer,
        vars: row.vars,
        prompt,
        messages: cell.messages,
        toolCalls: result.toolCalls,
        finishReason: result.rawFinishReason ?? result.finishReason,
        ...(result.cost ? { cost: result.cost.amount } : {}),
        ...(result.cached ? {} : { latencyMs: result.timing.totalMs }),
      };
      const defaultJudge = row.options.judge ?? suite.judge;
      const transforms = [transformOf.get(cell.target), row.options.transform].filter((code) => code !== undefined);
      const verdict = await gradeAnswer(await transformed(answer, transforms, sandbox), row.checks, {
        judge,
        ...(sandbox ? { sandbox } : {}),
        options: row.options,
        ...(defaultJudge === undefined ? {} : { defaultJudge }),
        ...(row.threshold === undefined ? {} : { threshold: row.threshold }),
      });
      return comparesAnswers(row.checks) ? withoutComparison(verdict) : verdict;
    },
    dispose: async () => sandbox?.dispose(),
  };
}

function sandboxIn(folder: string): QuickJsSandbox {
  return new QuickJsSandbox({
    workerFile: path.join(folder, 'sandbox.js'),
    wasmFile: path.join(folder, 'quickjs.wasm'),
  });
}

/** The answer after the suite's transforms, in promptfoo's order. What a transform throws makes the row ungraded. */
async function transformed(
  answer: GradedAnswer,
  transforms: readonly string[],
  sandbox: Sandbox | undefined,
): Promise<GradedAnswer> {
  let current = answer;
  for (const code of transforms) {
    const output = await runScript(
      code,
      { output: current.output, context: scriptContext(current) },
      sandbox ? { sandbox } : {},
    );
    current = { ...current, output };
  }
  return current;
}

function comparesAnswers(checks: readonly Check[]): boolean {
  return checks
    .flatMap((check) => ('assert' in check ? check.assert : [check]))
    .some((check) => isComparisonType(check.type));
}

/** Rows are graded one by one here, so a check that compares a row's answers is still open: such a row must not pass. */
function withoutComparison(verdict: AnswerVerdict): AnswerVerdict {
  if (verdict.outcome !== 'pass') return verdict;
  return {
    ...verdict,
    outcome: 'ungraded',
    reason: 'A check that compares the answers of a row is not carried out yet.',
  };
}
