import { invalidCheck } from './grader.ts';
import type { PatternQuestion, Sandbox } from './verdict.ts';

export type PatternMatch =
  | { readonly type: 'match'; readonly holds: boolean }
  | { readonly type: 'invalid'; readonly reason: string };

/**
 * Matches a suite's pattern, without flags, against a text of the model. The two together can take for ever, whatever the pattern looks
 * like, so all but plain words are matched in the sandbox, where time is limited. Throws `script-timeout` when it takes too long.
 */
export async function matchesPattern(
  pattern: string,
  text: string,
  sandbox: Sandbox | undefined,
): Promise<PatternMatch> {
  const reason = patternFault(pattern);
  if (reason !== undefined) return { type: 'invalid', reason };
  const holds = literalMatch(pattern, text) ?? (await matchInSandbox({ pattern, flags: '', text }, sandbox));
  return { type: 'match', holds };
}

/** Throws `script-timeout` when it takes too long. */
async function matchInSandbox(question: PatternQuestion, sandbox: Sandbox | undefined): Promise<boolean> {
  if (sandbox === undefined) throw invalidCheck('This pattern needs the sandbox, which is not there.');
  return sandbox.matches(question);
}

/** Matches several patterns, which go into the sandbox together. */
export async function matchAll(
  questions: readonly PatternQuestion[],
  sandbox: Sandbox | undefined,
): Promise<readonly boolean[]> {
  return Promise.all(questions.map((question) => matchInSandbox(question, sandbox)));
}

/** The reason why a pattern cannot be read; undefined for one that can. */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}

/** Matches a pattern that stands for nothing but itself, at the start or the end where it says so; undefined for every other pattern. */
function literalMatch(pattern: string, text: string): boolean | undefined {
  const [, start = '', middle = '', end = ''] = /^(\^?)(.*?)((?<!\\)\$)?$/s.exec(pattern) ?? [];
  const literal = literalOf(middle);
  if (literal === undefined) return undefined;
  if (start && end) return text === literal;
  if (start) return text.startsWith(literal);
  return end ? text.endsWith(literal) : text.includes(literal);
}

/** The text that a pattern stands for, where none of its characters has a meaning; undefined for every other pattern. */
function literalOf(pattern: string): string | undefined {
  return /^(?:[^\\^$.|?*+()[\]{}]|\\[^\w\s])*$/.test(pattern) ? pattern.replace(/\\(.)/g, '$1') : undefined;
}
