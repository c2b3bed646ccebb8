import * as vscode from 'vscode';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { TargetResult } from '../../core/results/suiteResults.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';

/** The argument of commands about one case. It is plain JSON, because links and messages carry it. */
export interface CaseReference {
  /** The address of the suite. */
  readonly suite: string;
  readonly caseId: string;
  /** The target that is meant; the whole case when absent. */
  readonly target?: string;
  /** The repeat of the case that is meant; the first that was answered when absent. */
  readonly repeat?: number;
}

/** A case that a command is about, with what is known of it. */
export interface FoundCase {
  readonly open: OpenSuite;
  readonly testCase: EvalCase;
  readonly results: readonly TargetResult[];
  readonly repeat: number | undefined;
}

export function readCaseReference(argument: unknown): CaseReference | undefined {
  if (!isJsonObject(argument)) return undefined;
  const { suite, caseId, target, repeat } = argument;
  if (typeof suite !== 'string' || typeof caseId !== 'string') return undefined;
  return {
    suite,
    caseId,
    ...(typeof target === 'string' ? { target } : {}),
    ...(typeof repeat === 'number' ? { repeat } : {}),
  };
}

/** The case that an argument names. Throws when the suite no longer has it. */
export async function findCase(services: Services, argument: unknown): Promise<FoundCase> {
  const reference = readCaseReference(argument);
  const open = reference && (await services.suites.read(vscode.Uri.parse(reference.suite, true)));
  const testCase = open?.suite.cases.find((candidate) => candidate.id === reference?.caseId);
  if (open && testCase)
    return {
      open,
      testCase,
      results: resultsFor(services, open, { testCase, target: reference?.target }),
      repeat: reference?.repeat,
    };
  throw new PolypromptError('internal', 'This case is no longer in its suite.', { hint: 'Run the suite again.' });
}

function resultsFor(
  services: Services,
  open: OpenSuite,
  { testCase, target }: { readonly testCase: EvalCase; readonly target: string | undefined },
): readonly TargetResult[] {
  const results = services.evals.results(open.uri).resultsOf(testCase, open.suite);
  return target === undefined ? results : results.filter((result) => result.target === target);
}
