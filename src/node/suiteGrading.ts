import path from 'node:path';
import type { Check, Suite } from '../core/dataset/suite.ts';
import type { Environment } from '../core/environment.ts';
import { gradeAnswer } from '../core/grading/gradeAnswer.ts';
import { isComparisonType } from '../core/grading/graders.ts';
import { runScript, scriptContext } from '../core/grading/script.ts';
import type { AnswerVerdict, GradedAnswer, Sandbox } from '../core/grading/verdict.ts';
import type { Catalog } from '../core/pricing/catalog.ts';
import type { Cost } from '../core/pricing/cost.ts';
import { formatMoney } from '../core/pricing/format.ts';
import type { ProviderRegistry } from '../core/providers/registry.ts';
import type { CellResult, PlannedCell } from '../core/run/events.ts';
import { modelJudge } from '../core/run/modelJudge.ts';
import type { SuitePlan } from '../core/run/planSuite.ts';
import { QuickJsSandbox } from './sandbox/sandbox.ts';

export interface SuiteGradingContext {
  readonly environment: Environment;
  readonly registry: ProviderRegistry;
  readonly catalog: Catalog;
  /** Folder that holds `sandbox.js` and `quickjs.wasm`. */
  readonly distFolder: string;
  /** JavaScript of a suite runs only where the user trusts the workspace. */
  readonly allowScripts: boolean;
}

export interface SuiteGrading {
  grade(cell: PlannedCell, result: CellResult): Promise<AnswerVerdict>;
  /** `~$0.01`, `at least ~$0.01`; undefined when no judge was asked. */
  judgeCost(): string | undefined;
  dispose(): Promise<void>;
}

/** Grades the answers of a planned suite by their cases' checks, with models as judges and JavaScript in the sandbox. */
export function createSuiteGrading(
  context: SuiteGradingContext,
  suite: Suite,
  { caseOf, promptOf }: SuitePlan,
): SuiteGrading {
  const sandbox = context.allowScripts ? sandboxIn(context.distFolder) : undefined;
  const costs: (Cost | undefined)[] = [];
  const judge = modelJudge({ ...context, signal: new AbortController().signal, onCost: (cost) => costs.push(cost) });
  const transformOf = new Map(suite.targets.map((target) => [target.id, target.transform]));
  return {
    async grade(cell, result) {
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
    judgeCost: () => formatJudgeCost(costs),
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

function formatJudgeCost(costs: readonly (Cost | undefined)[]): string | undefined {
  if (costs.length === 0) return undefined;
  const known = costs.filter((cost) => cost !== undefined);
  const sum = `~${formatMoney(known.reduce((total, cost) => total + cost.amount, 0))}`;
  return known.length < costs.length ? `at least ${sum}` : sum;
}
