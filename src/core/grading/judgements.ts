import { hashJson } from '../hash.ts';
import type { JsonValue } from '../json.ts';
import type { CheckInput } from './grader.ts';
import { transcriptText } from './transcript.ts';
import type { AnswerVerdict, Verdict } from './verdict.ts';

/** A key for a judge's verdict: a hash of the check and its judge, of the answer with its rounds, and of the prompt that it answers. */
export function judgementKey({ assertion, value, answer, text, ports }: CheckInput): string {
  const { place: _place, ...check } = assertion;
  const { judge, embedder, rubricPrompt, factuality } = ports.options ?? {};
  const transcript = transcriptText(answer);
  const about = [
    check,
    value,
    answer.vars,
    answer.prompt,
    text,
    judge,
    embedder,
    rubricPrompt,
    factuality,
    ports.defaultJudge,
    ...(transcript === undefined ? [] : [transcript]),
  ];
  return shortHash(about);
}

/** The first 16 hex digits of a hash of the values, as far as JSON can hold them. */
export function shortHash(values: readonly unknown[]): string {
  const json: JsonValue = JSON.parse(JSON.stringify(values));
  return hashJson(json).slice(0, 16);
}

/** The judges' verdicts among these, by `judgementKey`. */
export function judgementsIn(verdicts: Iterable<AnswerVerdict>): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  const visit = (verdict: Verdict) => {
    if (verdict.judgement !== undefined && verdict.outcome !== 'ungraded') found.set(verdict.judgement, verdict);
    verdict.components?.forEach(visit);
  };
  for (const { checks } of verdicts) checks.forEach(visit);
  return found;
}

/** The verdict in place of one that no judge has given yet. */
export const notJudged: Verdict = {
  outcome: 'ungraded',
  score: 0,
  reason: 'The check, its judge or the answer has changed: grade again with judges.',
};
