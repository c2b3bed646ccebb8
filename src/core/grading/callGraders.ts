import { isJsonObject } from '../json.ts';
import { type FinishReason, finishReasons } from '../messages.ts';
import { formatMoney } from '../pricing/format.ts';
import { finishSpelling, meaningOfEnd } from '../providers/wire/finishWords.ts';
import {
  type CheckInput,
  excerpt,
  type Finding,
  figure,
  invalidCheck,
  reaches,
  requiredThreshold,
  textValue,
} from './grader.ts';

/** Holds when the call cost at most the threshold in USD. Throws `invalid-check` without a threshold, or when the cost is not known. */
export function gradeCost(input: CheckInput): Finding {
  const threshold = requiredThreshold(input);
  const { cost } = input.answer;
  if (cost === undefined) throw invalidCheck('"cost" needs the cost of the call, which is not known for this model.');
  return { holds: cost <= threshold, claim: `cost at most $${threshold}`, detail: `It cost ${formatMoney(cost)}.` };
}

/** Holds when the call took at most the threshold in milliseconds. Throws `invalid-check` without a threshold, or for a cached answer. */
export function gradeLatency(input: CheckInput): Finding {
  const threshold = requiredThreshold(input);
  const { latencyMs, latencyAtOnce = 1 } = input.answer;
  if (latencyMs === undefined)
    throw invalidCheck('"latency" needs the time of the call; an answer from the cache has none.');
  return {
    holds: latencyMs <= threshold,
    claim: `take at most ${threshold} ms`,
    detail: `It took ${figure(latencyMs)} ms${latencyAtOnce > 1 ? `, with ${latencyAtOnce} requests under way at once` : ''}.`,
  };
}

/** Compares the end of an answer with our words for ends; any other word is compared with the vendor's own. */
export function gradeFinishReason(input: CheckInput): Finding {
  const expected = textValue(input);
  const { finishReason, rawFinishReason: word } = input.answer;
  const isKnown = finishReason !== undefined && (finishReason !== 'other' || word !== undefined);
  if (!isKnown && input.assertion.negated)
    throw invalidCheck('"not-finish-reason" needs the reason why the answer ended, which the provider did not give.');
  const spelling = finishSpelling(expected);
  const isOurs = finishReasons.some((reason) => finishSpelling(reason) === spelling);
  if (input.assertion.negated && !isOurs && meaningOfEnd(spelling) === 'other')
    throw invalidCheck(`"not-finish-reason" knows no end ${excerpt(expected)}; there are ${finishReasons.join(', ')}.`);
  const told = isOurs ? finishReason : word;
  return {
    holds: isKnown && told !== undefined && finishSpelling(told) === spelling,
    claim: `end with ${expected}`,
    detail: isKnown ? `It ended with ${endText(finishReason, word)}.` : 'The provider gave no reason.',
    expected,
  };
}

function endText(reason: FinishReason, word: string | undefined): string {
  return word === undefined || finishSpelling(word) === finishSpelling(reason) ? reason : `${reason} (${word})`;
}

/** Holds when the provider's own guard did not flag the answer; under `config.purpose: redteam`, when it did. */
export function gradeGuardrails({ answer, assertion }: CheckInput): Finding {
  const guardrails = answer.metadata?.['guardrails'];
  const flagged = isJsonObject(guardrails) && guardrails['flagged'] === true;
  const wanted = assertion.config?.['purpose'] === 'redteam' ? flagged : !flagged;
  return {
    holds: wanted,
    detail: flagged ? "The provider's guard flagged it." : "The provider's guard did not flag it.",
  };
}

/** Holds when the perplexity is at most the threshold, or without one. Throws `invalid-check` when the answer has no log probabilities. */
export function gradePerplexity(input: CheckInput): Finding {
  const perplexity = perplexityOf(input);
  const { threshold } = input.assertion;
  const holds = threshold === undefined || perplexity <= threshold;
  return {
    holds,
    ...(threshold === undefined ? {} : { claim: `have a perplexity of at most ${threshold}` }),
    detail: `Its perplexity is ${figure(perplexity)}.`,
  };
}

/**
 * Scores 1 / (1 + perplexity), which has to reach the threshold (0 unless given). Throws `invalid-check` when the answer has no log
 * probabilities.
 */
export function gradePerplexityScore(input: CheckInput): Finding {
  const score = 1 / (1 + perplexityOf(input));
  return reaches(score, input.assertion.threshold ?? 0, 'The perplexity score');
}

function perplexityOf({ answer, assertion }: CheckInput): number {
  const logProbs = answer.logProbs ?? [];
  if (logProbs.length === 0)
    throw invalidCheck(`"${assertion.type}" needs log probabilities, which the provider did not give.`);
  return Math.exp(-logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length);
}
