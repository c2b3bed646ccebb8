import { isJsonObject } from '../json.ts';
import { formatMoney } from '../pricing/format.ts';
import {
  type CheckInput,
  type Finding,
  figure,
  invalidCheck,
  reaches,
  requiredThreshold,
  textValue,
} from './grader.ts';

export function gradeCost(input: CheckInput): Finding {
  const threshold = requiredThreshold(input);
  const { cost } = input.answer;
  if (cost === undefined) throw invalidCheck('"cost" needs the cost of the call, which is not known for this model.');
  return { holds: cost <= threshold, claim: `cost at most $${threshold}`, detail: `It cost ${formatMoney(cost)}.` };
}

export function gradeLatency(input: CheckInput): Finding {
  const threshold = requiredThreshold(input);
  const { latencyMs } = input.answer;
  if (latencyMs === undefined)
    throw invalidCheck('"latency" needs the time of the call; an answer from the cache has none.');
  return {
    holds: latencyMs <= threshold,
    claim: `take at most ${threshold} ms`,
    detail: `It took ${figure(latencyMs)} ms.`,
  };
}

export function gradeFinishReason(input: CheckInput): Finding {
  const expected = textValue(input);
  const { finishReason } = input.answer;
  const detail = finishReason === undefined ? 'The provider gave no reason.' : `It ended with ${finishReason}.`;
  const holds = finishReason !== undefined && reasonName(finishReason) === reasonName(expected);
  return { holds, claim: `end with ${expected}`, detail, expected };
}

/** `content_filter`, `content-filter` and `CONTENT_FILTER` are one. */
function reasonName(reason: string): string {
  return reason.toLowerCase().replaceAll('-', '_');
}

/** The provider's own guard did not flag the answer; under `config.purpose: redteam` being flagged is what is wanted. */
export function gradeGuardrails({ answer, assertion }: CheckInput): Finding {
  const guardrails = answer.metadata?.['guardrails'];
  const flagged = isJsonObject(guardrails) && guardrails['flagged'] === true;
  const wanted = assertion.config?.['purpose'] === 'redteam' ? flagged : !flagged;
  return {
    holds: wanted,
    detail: flagged ? "The provider's guard flagged it." : "The provider's guard did not flag it.",
  };
}

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
