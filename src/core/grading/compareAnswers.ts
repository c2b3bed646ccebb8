import type { Assertion, Check } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { objectAt, textAt } from '../jsonRead.ts';
import { askJudge, jsonAnswer } from './askJudge.ts';
import { renderValue, textOf } from './gradeCheck.ts';
import { type CheckInput, figure, type GradingPorts, invalidCheck, settingsValue, textValue } from './grader.ts';
import { type ComparisonType, isComparisonType } from './graders.ts';
import { notJudged, shortHash } from './judgements.ts';
import { type AnswerSeat, preferAnswers } from './preferAnswers.ts';
import type { AnswerVerdict, GradedAnswer, Verdict } from './verdict.ts';

export interface ComparedAnswer {
  readonly answer: GradedAnswer;
  readonly verdict: AnswerVerdict;
  /** Who gave it, which a check of preference has to know. */
  readonly seat?: AnswerSeat;
}

/**
 * Carries out the checks that compare the answers to one case with each other, after the other checks have graded each of them. The chosen
 * answer keeps its verdict; the others fail with a score of 0. Returns the verdicts in the order of the answers.
 */
export async function compareAnswers(
  answers: readonly ComparedAnswer[],
  checks: readonly Check[],
  ports: GradingPorts,
): Promise<readonly AnswerVerdict[]> {
  let verdicts = answers.map(({ verdict: { awaitsComparison: _over, ...verdict } }): AnswerVerdict => verdict);
  for (const [index, check] of checks.entries()) {
    if ('assert' in check || !isComparisonType(check.type)) continue;
    const results = await resultsOf({ check, type: check.type, answers, checks, ports });
    verdicts = verdicts.map((verdict, at) => withResult(verdict, index, results[at] ?? open('It was not compared.')));
  }
  return verdicts;
}

interface Comparison {
  readonly check: Assertion;
  readonly type: ComparisonType;
  readonly answers: readonly ComparedAnswer[];
  readonly checks: readonly Check[];
  readonly ports: GradingPorts;
}

async function resultsOf(comparison: Comparison): Promise<readonly Verdict[]> {
  const { answers, type, check } = comparison;
  if (check.fault !== undefined)
    return answers.map(() => ({
      outcome: 'error',
      score: 0,
      reason: `"${type}" cannot be carried out: ${check.fault}`,
    }));
  if (type === 'prefer') return preferred(comparison);
  if (answers.length < 2) return answers.map(() => open('There is only one answer to compare.'));
  try {
    const results = type === 'max-score' ? highestScore(comparison) : await selectBest(comparison);
    return check.negated ? results.map(turned) : results;
  } catch (error) {
    if (!(error instanceof PolypromptError)) throw error;
    const outcome = error.code === 'judge-failed' ? 'ungraded' : 'error';
    return answers.map(() => ({ outcome, score: 0, reason: error.message }));
  }
}

async function preferred({ answers, check, ports }: Comparison): Promise<readonly Verdict[]> {
  const unseated: AnswerSeat = { target: '', model: '' };
  try {
    if (check.turn !== undefined)
      throw invalidCheck('"prefer" compares the last answers of conversations: write it beside the turns.');
    const seated = answers.map(({ answer, seat = unseated }) => ({ answer, seat }));
    return await preferAnswers(seated, check, ports);
  } catch (error) {
    if (!(error instanceof PolypromptError)) throw error;
    return answers.map(() => ({ outcome: 'error', score: 0, reason: error.message }));
  }
}

function open(reason: string): Verdict {
  return { outcome: 'ungraded', score: 0, reason };
}

function turned(verdict: Verdict): Verdict {
  return { ...verdict, outcome: verdict.outcome === 'pass' ? 'fail' : 'pass', score: 1 - verdict.score };
}

/** The verdict on an answer with what came of a check that compares it. */
export function withResult(verdict: AnswerVerdict, index: number, result: Verdict): AnswerVerdict {
  const checks = verdict.checks.with(index, result);
  if (result.outcome === 'pass') return { ...verdict, checks };
  if (result.outcome === 'fail') {
    const isFirst = verdict.outcome === 'pass';
    return { ...verdict, checks, score: 0, ...(isFirst ? { outcome: 'fail', reason: result.reason } : {}) };
  }
  const decided = verdict.outcome === 'fail' || verdict.outcome === 'error';
  return { ...verdict, checks, ...(decided ? {} : { outcome: result.outcome, reason: result.reason }) };
}

/** Chooses the highest score. Value: `{method?: average | sum, weights?: {type: weight}, threshold?}`; of equal scores the first wins. */
function highestScore(comparison: Comparison): readonly Verdict[] {
  const settings = settingsValue(inputOf(comparison, 0));
  const threshold = typeof settings['threshold'] === 'number' ? settings['threshold'] : 0;
  const scores = comparison.answers.map(({ verdict }) => combinedScore(verdict, comparison));
  const most = Math.max(...scores);
  const chosen = scores.indexOf(most);
  return scores.map((score, index) => {
    const selected = index === chosen && score >= threshold;
    const reason = selected ? 'It has the highest score' : `Another answer has ${figure(most)}`;
    const missed = index === chosen && !selected ? `The threshold is ${threshold}` : reason;
    return {
      outcome: selected ? 'pass' : 'fail',
      score: Number(selected),
      reason: `${missed}; it has ${figure(score)}.`,
    };
  });
}

function combinedScore(verdict: AnswerVerdict, comparison: Comparison): number {
  const { checks } = comparison;
  const settings = settingsValue(inputOf(comparison, 0));
  const weights = objectAt(settings, 'weights') ?? {};
  const scored = checks.flatMap((check, index) => {
    if (isComparisonType(check.type)) return [];
    const own = weights[check.type];
    const weight = typeof own === 'number' ? own : (check.weight ?? 1);
    return [{ weight, score: verdict.checks[index]?.score ?? 0 }];
  });
  if (scored.length === 0) throw invalidCheck('"max-score" needs at least one other check to compare by.');
  const sum = scored.reduce((total, { score, weight }) => total + score * weight, 0);
  const weightSum = scored.reduce((total, { weight }) => total + weight, 0);
  if (textAt(settings, 'method') === 'sum') return sum;
  return weightSum === 0 ? 0 : sum / weightSum;
}

/** Lets a judge choose. Value: the criteria; the judge sees all answers, numbered from 0, and names one. */
async function selectBest(comparison: Comparison): Promise<readonly Verdict[]> {
  const { answers, check, ports } = comparison;
  const input = inputOf(comparison, 0);
  const criteria = textValue(input);
  const outputs = answers.map(({ answer }) => textOf(answer.output));
  const { place: _place, ...asked } = check;
  const judgement = shortHash([asked, input.value, input.answer.vars, outputs, ports.defaultJudge]);
  if (ports.judgements) return outputs.map((_, index) => ports.judgements?.get(`${judgement} ${index}`) ?? notJudged);
  const material = Object.fromEntries(outputs.map((output, index) => [`output-${index}`, output]));
  const { choice, reason } = await askJudge(input, {
    ask: {
      task: `You choose the output that meets the criteria best. Answer with one JSON object and nothing else: {"reason": "one sentence", "choice": a number from 0 to ${outputs.length - 1}}.`,
      material: { criteria, ...material },
    },
    read: (answer) => readChoice(answer, outputs.length),
    names: { criteria, outputs },
  });
  return outputs.map((_, index) => ({
    outcome: index === choice ? 'pass' : 'fail',
    score: Number(index === choice),
    judgement: `${judgement} ${index}`,
    reason: `${index === choice ? 'The judge chose this answer' : 'The judge chose another answer'}${reason ? `: ${reason}` : '.'}`,
  }));
}

/** Reads the number that the judge chose; a suite's own prompt may ask for the bare number. */
function readChoice(answer: string, count: number) {
  const object = jsonAnswer(answer);
  const choice = object ? object['choice'] : /^\s*\d+\s*$/.test(answer) ? Number(answer) : undefined;
  if (typeof choice !== 'number' || !Number.isInteger(choice) || choice < 0 || choice >= count) return undefined;
  return { choice, reason: textAt(object, 'reason') };
}

/** The check as if it were about one of the answers, which its value, its variables and its judge need. */
function inputOf({ check, answers, ports }: Comparison, index: number): CheckInput {
  const { answer } = answers[index] ?? { answer: { output: '', vars: {}, prompt: '' } };
  const value = check.value === undefined ? undefined : renderValue(check.value, answer.vars);
  return { assertion: check, value, answer, text: textOf(answer.output), ports };
}
