import path from 'node:path';
import type { Suite } from '../../core/dataset/suite.ts';
import { SuiteGrader } from '../../core/execute/suiteGrader.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { CellGrading } from '../../core/run/cellGrading.ts';
import { verdictBook } from '../people/verdictBook.ts';
import { QuickJsSandbox } from '../sandbox/sandbox.ts';

export interface SuiteGradingContext {
  /** Folder that holds `sandbox.js`. */
  readonly distFolder: string;
  /** True when JavaScript of a suite may run, which it may only where the user trusts the workspace. */
  readonly allowScripts: boolean;
  /** The folder that holds `labels/`, where people's verdicts stand. */
  readonly storage: string;
}

export interface SuiteGrading extends CellGrading {
  dispose(): Promise<void>;
}

/** Grades the answers of a planned suite by their cases' checks, with JavaScript in the sandbox. It has to be disposed of after the run. */
export function createSuiteGrading(context: SuiteGradingContext, suite: Suite, planned: SuitePlan): SuiteGrading {
  const sandbox = sandboxIn(context.distFolder);
  const scripts = { sandbox, ...(context.allowScripts ? {} : { refusesScripts: true as const }) };
  const people = verdictBook(context.storage, planned.plan.prompt);
  return Object.assign(new SuiteGrader(suite, planned, { ...scripts, people }), { dispose: () => sandbox.dispose() });
}

/** The sandbox of this folder, which has to be disposed of. */
export function sandboxIn(folder: string): QuickJsSandbox {
  return new QuickJsSandbox(path.join(folder, 'sandbox.js'));
}
