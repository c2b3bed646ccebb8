import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, CaseOptions, EvalCase } from '../dataset/suite.ts';
import { defined, textAt } from '../jsonRead.ts';
import type { JudgeCalls } from '../pricing/estimateSuite.ts';
import { guessTokens } from '../pricing/promptTokens.ts';

/** The tokens that a grader's own instructions take, roughly. */
const instructionTokens = 120;

interface CallsOfType {
  /** The number of calls for the check, or with `perValue` for each of its values. */
  readonly calls: number;
  readonly perValue?: true;
  /** True when the judge sees the prompt, too. */
  readonly seesPrompt?: true;
  readonly writesNothing?: true;
  /** The number of answers that each call reads; 1 when absent. */
  readonly answersRead?: number;
  /** The model that is asked where nobody names a judge. */
  readonly model?: string;
}

const one: CallsOfType = { calls: 1 };
const oneWithPrompt: CallsOfType = { calls: 1, seesPrompt: true };
const embedding: CallsOfType = { calls: 1, writesNothing: true };
const github: CallsOfType = { calls: 1, seesPrompt: true, model: 'openai/gpt-4o' };

/** The checks that ask a model; a conversation is counted as one window. */
const asking: Readonly<Record<string, CallsOfType>> = {
  'llm-rubric': one,
  'trajectory:goal-success': one,
  'model-graded-closedqa': oneWithPrompt,
  factuality: oneWithPrompt,
  'model-graded-factuality': oneWithPrompt,
  'g-eval': { calls: 2, perValue: true, seesPrompt: true },
  'answer-relevance': oneWithPrompt,
  'context-faithfulness': oneWithPrompt,
  'context-recall': oneWithPrompt,
  'context-relevance': oneWithPrompt,
  'conversation-relevance': oneWithPrompt,
  'github-llm': oneWithPrompt,
  'github-evaluator': github,
  'github/similarity': github,
  'github/coherence': github,
  'github/fluency': github,
  'github/relevance': github,
  'github/groundedness': github,
  // It asks once for all answers to a case, which is nearly the same as a part of it for each answer.
  'select-best': oneWithPrompt,
  // Each pair of answers is shown in both orders.
  prefer: { calls: 2, seesPrompt: true, answersRead: 2 },
  similar: embedding,
  'similar:cosine': embedding,
  'similar:dot': embedding,
  'similar:euclidean': embedding,
};

/** True for a check that asks a judge or needs embeddings. */
export function asksModel(type: string): boolean {
  return Object.hasOwn(asking, type);
}

/** The models that a check asks, none where nobody names one; undefined for a check that asks no model. */
export function modelsAsked(
  assertion: Assertion,
  options: CaseOptions,
  defaultJudge: string | undefined,
): readonly string[] | undefined {
  const kind = Object.hasOwn(asking, assertion.type) ? asking[assertion.type] : undefined;
  if (!kind) return undefined;
  const judge = assertion.judge ?? textAt(assertion.value, 'modelId') ?? options.judge ?? defaultJudge;
  const named = kind.writesNothing ? (assertion.embedder ?? options.embedder ?? judge) : judge;
  return assertion.judges ?? [named ?? kind.model].filter((model) => model !== undefined);
}

/**
 * The calls to models that grading one answer to a case will take; none for checks without a judge. `pairsOf` is the number of pairs that a
 * check of preference makes of the answer; one unless given.
 */
export function judgeCallsOf(
  testCase: EvalCase,
  suiteJudge: string | undefined,
  pairsOf: (check: Assertion) => number = () => 1,
): readonly JudgeCalls[] {
  const prompt = guessTokens(JSON.stringify(testCase.vars));
  return testCase.checks.flatMap(assertionsIn).flatMap((assertion): JudgeCalls[] => {
    const kind = Object.hasOwn(asking, assertion.type) ? asking[assertion.type] : undefined;
    const models = modelsAsked(assertion, testCase.options, suiteJudge);
    const pairs = assertion.type === 'prefer' ? pairsOf(assertion) : 1;
    if (!kind || !models || pairs === 0) return [];
    const values = kind.perValue && Array.isArray(assertion.value) ? assertion.value.length : 1;
    const asked = guessTokens(JSON.stringify([assertion.value ?? '', assertion.rubricPrompt ?? '']));
    return models.map((model) => ({
      model,
      calls: kind.calls * values * pairs,
      promptTokens: instructionTokens + asked + (kind.seesPrompt ? prompt : 0),
      ...(kind.writesNothing ? { writesNothing: true } : {}),
      ...defined({ answersRead: kind.answersRead }),
    }));
  });
}
