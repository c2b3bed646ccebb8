import { hashJson } from '../hash.ts';
import type { JsonValue } from '../json.ts';
import type { CheckInput } from './grader.ts';
import type { AnswerVerdict, Verdict } from './verdict.ts';

/** What a judge's verdict is about: the check and its judge, what it grades, and what that answers. */
export function judgementKey({ assertion, value, answer, text, ports }: CheckInput): string {
  const { place: _place, ...check } = assertion;
  const { judge, embedder, rubricPrompt, factuality } = ports.options ?? {};
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
  ];
  return shortHash(about);
}

/** The first 16 hex digits of a hash of what JSON keeps of these. */
export function shortHash(values: readonly unknown[]): string {
  const json: JsonValue = JSON.parse(JSON.stringify(values));
  return hashJson(json).slice(0, 16);
}

/** What judges have said in these verdicts, by what it was about. */
export function judgementsIn(verdicts: Iterable<AnswerVerdict>): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  const visit = (verdict: Verdict) => {
    if (verdict.judgement !== undefined && verdict.outcome !== 'ungraded') found.set(verdict.judgement, verdict);
    verdict.components?.forEach(visit);
  };
  for (const { checks } of verdicts) checks.forEach(visit);
  return found;
}

/** In place of a verdict that no judge has given yet. */
export const notJudged: Verdict = {
  outcome: 'ungraded',
  score: 0,
  reason: 'The check, its judge or the answer has changed: grade again with judges.',
};
