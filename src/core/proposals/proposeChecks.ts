import type { LabelOffer } from '../dataset/labelOffer.ts';
import type { Assertion } from '../dataset/suite.ts';
import { gradeAnswer } from '../grading/gradeAnswer.ts';
import type { GradingPorts } from '../grading/grader.ts';
import { defined } from '../jsonRead.ts';
import { type CandidateCheck, candidateChecks, labelCandidate } from './candidateChecks.ts';
import { goodAnswers, type StoredAnswer } from './storedAnswer.ts';

/** A check that tells stored answers apart, with what it says of them. */
export interface ProposedCheck extends Pick<CandidateCheck, 'check' | 'why' | 'isInRows'> {
  /** Of `answers` that it could be tried on, those that it passes. */
  readonly passes: number;
  readonly answers: number;
  /** Of the answers that failed the suite's own checks, those that it fails too. */
  readonly catches: number;
  readonly failed: number;
  /** Of the answers that people judged, those on which it says something else. */
  readonly disagrees: number;
  readonly labels: number;
}

/** How many candidates were tried, and those that say something. */
export interface ProposedChecks {
  readonly tried: number;
  readonly proposed: readonly ProposedCheck[];
}

/**
 * Tries checks on stored answers and keeps those that tell some from others. One that every answer passes, or none, says nothing; one that
 * fails good answers alone says the wrong thing; one that compares with a value of the case and passes as many answers to other cases tests
 * nothing. The check of labels comes first: it tells more than whether an answer passes.
 */
export async function proposeChecks(
  prompt: string,
  answers: readonly StoredAnswer[],
  { ports = {}, offer }: { readonly ports?: GradingPorts; readonly offer?: LabelOffer | undefined } = {},
): Promise<ProposedChecks> {
  const labels = offer ? [labelCandidate(offer)] : [];
  const candidates = [...candidateChecks(prompt, goodAnswers(answers)), ...labels];
  const byOutcome = new Map<string, ProposedCheck>();
  for (const candidate of candidates) {
    const found = await tried(candidate, answers, ports);
    // Of checks that say the same of every answer the later one asks for more.
    if (found) byOutcome.set(found.outcomes, found.proposed);
  }
  const weight = ({ check, catches }: ProposedCheck) => (check.type === 'label' ? Infinity : catches);
  const proposed = [...byOutcome.values()].toSorted((left, right) => weight(right) - weight(left) || 0);
  return { tried: candidates.length, proposed };
}

async function tried(
  candidate: CandidateCheck,
  answers: readonly StoredAnswer[],
  ports: GradingPorts,
): Promise<{ readonly proposed: ProposedCheck; readonly outcomes: string } | undefined> {
  const { check, why, variable, isInRows } = candidate;
  const outcomes = await Promise.all(answers.map((answer) => outcomeOf(candidate, answer, answer, ports)));
  const known = answers.flatMap((answer, index) => {
    const passes = outcomes[index];
    return passes === undefined ? [] : [{ answer, passes }];
  });
  const passes = known.filter((one) => one.passes).length;
  if (passes === 0 || passes === known.length) return undefined;
  const isOfCase = variable !== undefined || isInRows === true;
  if (isOfCase && (await passesElsewhere(candidate, answers, ports)) >= passes) return undefined;
  const failed = known.filter(({ answer }) => answer.isPassed === false);
  const labelled = known.filter(({ answer }) => answer.isLiked !== undefined);
  const bad = known.filter(({ answer }) => isBad(answer));
  if (bad.length > 0 && bad.every((one) => one.passes)) return undefined;
  const proposed = {
    check,
    why,
    ...defined({ isInRows }),
    passes,
    answers: known.length,
    catches: failed.filter((one) => !one.passes).length,
    failed: failed.length,
    disagrees: labelled.filter((one) => one.passes !== one.answer.isLiked).length,
    labels: labelled.length,
  };
  return { proposed, outcomes: outcomes.map((one) => (one === undefined ? '-' : Number(one))).join('') };
}

/** What people say goes before what the checks of the suite found. */
function isBad({ isPassed, isLiked }: StoredAnswer): boolean {
  return isLiked === undefined ? isPassed === false : !isLiked;
}

/** The number of answers that pass with the values of the next case in place of their own. */
async function passesElsewhere(candidate: CandidateCheck, answers: readonly StoredAnswer[], ports: GradingPorts) {
  const outcomes = await Promise.all(
    answers.map((answer, index) =>
      outcomeOf(candidate, answer, answers[(index + 1) % answers.length] ?? answer, ports),
    ),
  );
  return outcomes.filter((passes) => passes === true).length;
}

/** Whether an answer passes with the values of a case; undefined where the check cannot be carried out on it. */
async function outcomeOf(
  { check, isInRows }: CandidateCheck,
  { text }: StoredAnswer,
  { vars, label }: Pick<StoredAnswer, 'vars' | 'label'>,
  ports: GradingPorts,
): Promise<boolean | undefined> {
  if (isInRows && label === undefined) return undefined;
  const own = isInRows && label !== undefined ? { ...check, value: label } : check;
  const { outcome } = await gradeAnswer({ output: text, vars, prompt: '' }, [assertionOf(own)], ports);
  return outcome === 'pass' ? true : outcome === 'fail' ? false : undefined;
}

function assertionOf({ type, value }: CandidateCheck['check']): Assertion {
  const negated = type.startsWith('not-');
  return { type: negated ? type.slice('not-'.length) : type, negated, ...(value === undefined ? {} : { value }) };
}
