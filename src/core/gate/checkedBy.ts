import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Check, EvalCase, Suite } from '../dataset/suite.ts';
import { asksModel } from '../grading/judgeCalls.ts';
import { hashJson } from '../hash.ts';
import { defined } from '../jsonRead.ts';
import { canonicalJson, canonicalVars } from './caseIdentity.ts';
import { namedIn } from './matchCases.ts';

/** What decides beside the answer whether it passes: where two versions have the same, the same answer ends the same. */
export interface CheckedBy {
  readonly checks: string;
  /** What is made of the answer before any check. */
  readonly transforms: string;
}

export function checkedBy(testCase: EvalCase, suite: Pick<Suite, 'judge' | 'targets'>): (target: string) => CheckedBy {
  const { threshold, options } = testCase;
  const { judge = suite.judge, rubricPrompt, embedder, factuality, transform } = options;
  const checks = canonicalJson(testCase.checks.map(withoutPlace));
  const common = JSON.stringify([
    checks,
    threshold ?? null,
    asksJudges(testCase) ? [judge, rubricPrompt, embedder, factuality].map((option) => option ?? null) : [],
    seenBy(testCase, checks),
  ]);
  const transforms = new Map(suite.targets.map(({ id, transform: code }) => [id, code ?? null]));
  return (target) => ({
    checks: common,
    transforms: JSON.stringify([transforms.get(target) ?? null, transform ?? null]),
  });
}

/** What its checks can see of a case: judges and scripts all of it, templates the variables that they name, others nothing. */
function seenBy(testCase: EvalCase, checks: string): string {
  if (usesScripts(testCase) || asksJudges(testCase))
    return `${canonicalVars(testCase.vars)} ${JSON.stringify(testCase.metadata)}`;
  return checks.includes('{{') ? canonicalVars(testCase.vars, namedIn([checks])) : '';
}

const digits = 12;

/** The same as 12 hex digits, as baselines keep it. */
export function checksHash({ checks, transforms }: CheckedBy): string {
  return hashJson([checks, transforms]).slice(0, digits);
}

function withoutPlace({ place: _place, ...check }: Check): object {
  return 'assert' in check ? { ...check, assert: check.assert.map(withoutPlace) } : check;
}

function asksJudges({ checks }: EvalCase): boolean {
  return checks.flatMap(assertionsIn).some(({ type }) => asksModel(type));
}

function usesScripts({ checks, options }: EvalCase): boolean {
  if (options.transform !== undefined) return true;
  const assertions = checks.flatMap(assertionsIn);
  return assertions.some(({ type, ...scripts }) => {
    const { valueScript, transform, contextTransform } = scripts;
    return type === 'javascript' || [valueScript, transform, contextTransform].some((script) => script !== undefined);
  });
}

/**
 * A case as another version of it checks its answers. What it asks, and how its answer is transformed, stays its own: so do the variables
 * that its prompts name. A suite's own judge is none of this.
 */
export function asCheckedBy(own: EvalCase, testCase: EvalCase, isAsked: (name: string) => boolean): EvalCase {
  const { threshold: _threshold, ...rest } = own;
  const { judge: _judge, rubricPrompt: _rubric, embedder: _embedder, factuality: _factuality, ...asked } = own.options;
  const { judge, rubricPrompt, embedder, factuality } = testCase.options;
  const expected = Object.entries(testCase.vars).filter(([name]) => !isAsked(name) || !Object.hasOwn(own.vars, name));
  return {
    ...rest,
    vars: Object.fromEntries([...Object.entries(own.vars), ...expected]),
    checks: testCase.checks,
    metadata: testCase.metadata,
    ...defined({ threshold: testCase.threshold }),
    options: { ...asked, ...defined({ judge, rubricPrompt, embedder, factuality }) },
  };
}

/** What a case does not have any more, as a sentence; undefined when it is checked as firmly as before. */
export function lostChecks(now: EvalCase, before: EvalCase): string | undefined {
  if (before.checks.length === 0) return undefined;
  if (now.checks.length === 0) return 'It lost its checks: nothing looks at its answers any more.';
  const isLost = before.checks.some(decidesItself) && !now.checks.some(decidesItself);
  return isLost ? 'It lost its last check that asks no model.' : undefined;
}

/** A check of no weight is counted as passed, whatever it finds. */
function decidesItself(check: Check): boolean {
  return check.weight !== 0 && assertionsIn(check).some(({ type, weight }) => weight !== 0 && !asksModel(type));
}
