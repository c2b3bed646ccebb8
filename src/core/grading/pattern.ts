import { PolypromptError } from '../errors.ts';
import { invalidCheck } from './grader.ts';
import type { Sandbox } from './verdict.ts';

export type PatternMatch =
  | { readonly type: 'match'; readonly holds: boolean }
  | { readonly type: 'invalid'; readonly reason: string };

const longestDirect = 20_000;

/**
 * Matches a suite's pattern, without flags, against a text of the model: the two together can take for ever, so all but the
 * plainest patterns run in the sandbox, where time is limited.
 */
export async function matchesPattern(
  pattern: string,
  text: string,
  sandbox: Sandbox | undefined,
): Promise<PatternMatch> {
  const reason = patternFault(pattern);
  if (reason !== undefined) return { type: 'invalid', reason };
  if (isPlain(pattern) && text.length <= longestDirect) return { type: 'match', holds: new RegExp(pattern).test(text) };
  const [holds] = await matchAll([{ pattern, flags: '', text }], sandbox);
  return { type: 'match', holds: holds === true };
}

export interface PatternQuestion {
  readonly pattern: string;
  readonly flags: string;
  readonly text: string;
}

/** Matches several patterns in one go in the sandbox. Throws `script-timeout` when they take too long. */
export async function matchAll(
  questions: readonly PatternQuestion[],
  sandbox: Sandbox | undefined,
): Promise<readonly boolean[]> {
  if (sandbox === undefined) throw invalidCheck('This pattern needs the sandbox, which is not there.');
  const results = await sandbox.run(
    'return questions.map(({ pattern, text, flags }) => new RegExp(pattern, flags).test(text))',
    {
      questions: questions.map(({ pattern, flags, text }) => ({ pattern, flags, text })),
    },
  );
  if (!Array.isArray(results))
    throw new PolypromptError('script-result', 'The sandbox did not answer for every pattern.');
  return results.map((result) => result === true);
}

/** Why a pattern cannot be read; undefined for one that can. */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}

/** At most one open-ended repetition, no group repeated, no reference back: the time is bounded by the square of the length. */
function isPlain(pattern: string): boolean {
  const bare = pattern.replace(/\\[^1-9k]/g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\\|\)[*+?{]|\(\?[=!<]/.test(bare)) return false;
  const bounded = bare.replace(/\{\d{1,2}(,\d{1,2})?\}/g, '');
  return (bounded.match(/[*+{]/g) ?? []).length <= 1;
}
