import { assertionsIn } from '../dataset/assertionsIn.ts';
import { canFail } from '../dataset/canFail.ts';
import type { Check, EvalCase, Suite } from '../dataset/suite.ts';
import { humanType } from '../grading/humanCheck.ts';
import { asksModel } from '../grading/judgeCalls.ts';
import { hashJson } from '../hash.ts';
import { defined } from '../jsonRead.ts';
import { counted } from '../text/formatCount.ts';
import { canonicalJson, canonicalVars } from './caseIdentity.ts';
import { namedIn } from './matchCases.ts';

/**
 * Everything beside the answer that decides whether it passes: where it is the same in two versions, the same answer has the same verdict.
 */
export interface CheckedBy {
  readonly checks: string;
  /** The transforms of the answer that run before any check. */
  readonly transforms: string;
}

/** Gives, for each target, the checks and the transforms of a case as texts that can be compared. */
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

/**
 * The part of a case that its checks can see: judges and scripts see all of it, templates see the variables that they name, and other
 * checks see nothing.
 */
function seenBy(testCase: EvalCase, checks: string): string {
  if (usesScripts(testCase) || asksJudges(testCase))
    return `${canonicalVars(testCase.vars)} ${JSON.stringify(testCase.metadata)}`;
  return checks.includes('{{') ? canonicalVars(testCase.vars, namedIn([checks])) : '';
}

const digits = 12;

/** A hash of 12 hex digits, as baselines keep it. */
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
 * A case with the checks of another version of it. It keeps its own request, its own transforms, and the variables that its prompts name. A
 * suite's own judge is not part of the checks.
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

/** A sentence that says what of its checking a case has lost; undefined when it is checked as firmly as before. */
export function lostChecks(now: EvalCase, before: EvalCase): string | undefined {
  if (before.checks.length === 0) return undefined;
  if (before.providedOutput === undefined && now.providedOutput !== undefined)
    return 'Its answer stands in the suite now: no model is asked for it any more.';
  if (now.checks.length === 0) return 'It lost its checks: nothing looks at its answers any more.';
  if (before.checks.some((check) => canFail(check)) && !now.checks.some((check) => canFail(check)))
    return 'None of its checks can fail it any more.';
  const talk = lostTalk(now, before);
  if (talk !== undefined) return talk;
  const isLost = before.checks.some(decidesItself) && !now.checks.some(decidesItself);
  return isLost ? 'It lost its last check that asks no model.' : undefined;
}

/** What a case no longer says after its first answer, where that was checked: what its checks would say now cannot be known. */
function lostTalk(now: EvalCase, before: EvalCase): string | undefined {
  if (before.simulatedUser !== undefined && now.simulatedUser === undefined)
    return 'Nobody goes on after its first answer any more.';
  const turns = now.turns?.length ?? 0;
  const lost = new Set(before.checks.flatMap(({ turn = -1 }) => (turn >= turns ? [turn] : [])));
  return lost.size === 0
    ? undefined
    : `It lost ${counted(lost.size, 'turn')} that ${lost.size === 1 ? 'was' : 'were'} checked.`;
}

/** False for checks that ask a model, and for those that people may never carry out. */
function decidesAtOnce(type: string): boolean {
  return !asksModel(type) && type !== humanType;
}

/** True for a check that decides without a model. */
function decidesItself(check: Check): boolean {
  return canFail(check, ({ type }) => decidesAtOnce(type));
}
