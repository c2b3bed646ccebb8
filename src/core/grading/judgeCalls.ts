import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { EvalCase } from '../dataset/suite.ts';
import { textAt } from '../jsonRead.ts';
import type { JudgeCalls } from '../pricing/estimateSuite.ts';
import { guessTokens } from '../pricing/promptTokens.ts';

/** What the graders' own instructions take. */
const instructionTokens = 120;

interface CallsOfType {
  /** For each value of the check, which is one unless this says `perValue`. */
  readonly calls: number;
  readonly perValue?: true;
  /** The judge is shown the prompt, too. */
  readonly seesPrompt?: true;
  readonly writesNothing?: true;
  /** Asked where nobody names a judge. */
  readonly model?: string;
}

const one: CallsOfType = { calls: 1 };
const oneWithPrompt: CallsOfType = { calls: 1, seesPrompt: true };
const embedding: CallsOfType = { calls: 1, writesNothing: true };
const github: CallsOfType = { calls: 1, seesPrompt: true, model: 'openai/gpt-4o' };

/** The checks that ask a model; a conversation is taken for one window. */
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
  // Once for all answers to a case: nearly the same as a part of it for each.
  'select-best': oneWithPrompt,
  similar: embedding,
  'similar:cosine': embedding,
  'similar:dot': embedding,
  'similar:euclidean': embedding,
};

/** True for a check that is a judge's or needs embeddings. */
export function asksModel(type: string): boolean {
  return Object.hasOwn(asking, type);
}

/** The calls that grading one answer to a case will take; a check without a judge asks nobody. */
export function judgeCallsOf(testCase: EvalCase, suiteJudge: string | undefined): readonly JudgeCalls[] {
  const prompt = guessTokens(JSON.stringify(testCase.vars));
  return testCase.checks.flatMap(assertionsIn).flatMap((assertion): JudgeCalls[] => {
    const kind = Object.hasOwn(asking, assertion.type) ? asking[assertion.type] : undefined;
    const judge = assertion.judge ?? textAt(assertion.value, 'modelId') ?? testCase.options.judge ?? suiteJudge;
    const named = kind?.writesNothing ? (assertion.embedder ?? testCase.options.embedder ?? judge) : judge;
    const models = assertion.judges ?? [named ?? kind?.model].filter((model) => model !== undefined);
    if (!kind) return [];
    const values = kind.perValue && Array.isArray(assertion.value) ? assertion.value.length : 1;
    const asked = guessTokens(JSON.stringify([assertion.value ?? '', assertion.rubricPrompt ?? '']));
    return models.map((model) => ({
      model,
      calls: kind.calls * values,
      promptTokens: instructionTokens + asked + (kind.seesPrompt ? prompt : 0),
      ...(kind.writesNothing ? { writesNothing: true } : {}),
    }));
  });
}
