import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { countAt, textAt } from '../jsonRead.ts';
import type { Problem } from '../text/problem.ts';
import type { VersionResult } from './versionResult.ts';

/** The accepted result of one case on one model. A case without checks is accepted with nothing graded. */
export interface BaselineEntry {
  readonly passed: number;
  readonly graded: number;
  readonly score: number | null;
  readonly answer: string | null;
  readonly served: string | null;
  readonly prompt: string;
  /**
   * A hash of the checks, 12 hex digits: the entry counts as long as they are the same. Null in files of version 1, where the key contains
   * it.
   */
  readonly checks: string | null;
  /** The day on which it was accepted, such as `2026-11-20`. */
  readonly date: string;
}

/** The entries by `identity target`; in files of version 1 by `caseId target`. */
export type Baseline = ReadonlyMap<string, BaselineEntry>;

export interface BaselineFile {
  readonly baseline: Baseline;
  /** The reason why the file cannot be used, at its place; the baseline is then empty. */
  readonly problem?: Problem;
}

/** The key of a baseline's entry, from the identity of a case and the name of a target. */
export function baselineKey(identity: string, target: string): string {
  return `${identity} ${target}`;
}

/** True for a file with lines that were written before cases were known by their inputs. */
export function isOlderFormat(baseline: Baseline): boolean {
  return [...baseline.values()].some(({ checks }) => checks === null);
}

/** The text of the file: sorted, with one line for each case and model, so that Git merges it and shows it well. */
export function formatBaseline(baseline: Baseline): string {
  const keys = [...baseline.keys()].sort();
  const lines = keys.flatMap((key) => {
    const entry = baseline.get(key);
    return entry ? [`    ${JSON.stringify(key)}: ${formatEntry(entry)}`] : [];
  });
  const version = lines.length > 0 && [...baseline.values()].every(({ checks }) => checks === null) ? 1 : 2;
  return `{\n  "results": {\n${lines.join(',\n')}${lines.length > 0 ? '\n' : ''}  },\n  "version": ${version}\n}\n`;
}

function formatEntry({ answer, checks, date, graded, passed, prompt, score, served }: BaselineEntry): string {
  const verdict = graded === 0 ? 'unchecked' : passed === graded ? 'pass' : passed === 0 ? 'fail' : 'flaky';
  const kept = checks === null ? {} : { checks };
  return JSON.stringify({ answer, ...kept, date, graded, passed, prompt, score: rounded(score), served, verdict });
}

/** Rounds to six digits, so that a sum in another order makes no other line. */
function rounded(score: number | null): number | null {
  return score === null ? null : Number(score.toFixed(6));
}

/** Reads a file that `formatBaseline` wrote. Lines that are not understood, and conflict marks, are a problem with its place. */
export function readBaseline(text: string): BaselineFile {
  const conflict = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  if (conflict) return unusable('The baseline has a merge conflict: resolve it, or accept a run anew.', conflict.index);
  // Git gives an empty file where a branch had none.
  if (text.trim() === '') return { baseline: new Map() };
  const parsed = parse(text);
  const isKnown = isJsonObject(parsed) && (parsed['version'] === 1 || parsed['version'] === 2);
  const results = isKnown ? parsed['results'] : undefined;
  if (!isJsonObject(results)) return unusable('The baseline cannot be read: accept a run anew.', 0);
  const baseline = new Map<string, BaselineEntry>();
  for (const [key, value] of Object.entries(results)) {
    const entry = readEntry(value);
    if (!entry) return unusable('A line of the baseline cannot be read.', text.indexOf(JSON.stringify(key)));
    baseline.set(key, entry);
  }
  return { baseline };
}

function unusable(message: string, start: number): BaselineFile {
  const range = { start, end: start };
  return { baseline: new Map(), problem: { severity: 'error', code: 'invalid-baseline', message, range } };
}

function parse(text: string): JsonValue | undefined {
  try {
    const parsed: JsonValue = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function readEntry(value: JsonValue): BaselineEntry | undefined {
  const passed = countAt(value, 'passed');
  const graded = countAt(value, 'graded');
  const prompt = textAt(value, 'prompt');
  const date = textAt(value, 'date');
  if (passed === undefined || graded === undefined || prompt === undefined || date === undefined) return undefined;
  const fields: JsonObject = isJsonObject(value) ? value : {};
  const { score } = fields;
  return {
    passed,
    graded,
    score: typeof score === 'number' ? score : null,
    answer: textAt(value, 'answer') ?? null,
    served: textAt(value, 'served') ?? null,
    prompt,
    checks: textAt(value, 'checks') ?? null,
    date,
  };
}

/** An entry of a baseline as one side of a comparison. */
export function resultOfEntry(entry: BaselineEntry): VersionResult {
  const { passed, graded, score, answer, served, prompt } = entry;
  const reason = passed === graded ? '' : 'It did not pass when the baseline was accepted.';
  return {
    passed,
    graded,
    score,
    answer: null,
    answerHash: answer,
    served,
    prompt,
    reason,
    cost: null,
    price: null,
    isPriceReported: false,
    ms: null,
    from: 'baseline',
  };
}

/** A result to be accepted. */
export interface AcceptedResult {
  readonly result: VersionResult;
  readonly checks: string;
  /** True when no check grades it; that it is unchecked is then accepted. */
  readonly isUnchecked: boolean;
}

/**
 * The baseline with these results added; entries of cases for which `keeps` is false are dropped. A result that was not graded changes
 * nothing, and the earlier line stays.
 */
export function acceptResults(
  baseline: Baseline,
  results: ReadonlyMap<string, AcceptedResult>,
  { date, keeps }: { readonly date: string; readonly keeps: (key: string) => boolean },
): Baseline {
  const accepted = new Map([...baseline].filter(([key]) => keeps(key)));
  for (const [key, { result, checks, isUnchecked }] of results) {
    if (result.graded === 0 && !isUnchecked) continue;
    const { answerHash: answer, served, prompt } = result;
    const { passed, graded, score } = isUnchecked ? { passed: 0, graded: 0, score: null } : result;
    const entry = { passed, graded, score, answer, served, prompt, checks, date };
    const before = accepted.get(key);
    // An equal result keeps its line, with the date: the change to review and to merge is then smaller.
    if (!before || formatEntry({ ...before, date }) !== formatEntry(entry)) accepted.set(key, entry);
  }
  return accepted;
}

/**
 * Merges the changes of both branches to a baseline. When both accepted the same request independently, both are right: it was sampled
 * twice, and the counts are added up.
 */
export function mergeBaselines(base: Baseline, ours: Baseline, theirs: Baseline): Baseline {
  const merged = new Map<string, BaselineEntry>();
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const entry = mergeEntry(base.get(key), ours.get(key), theirs.get(key));
    if (entry) merged.set(key, entry);
  }
  return merged;
}

function mergeEntry(
  base: BaselineEntry | undefined,
  ours: BaselineEntry | undefined,
  theirs: BaselineEntry | undefined,
): BaselineEntry | undefined {
  if (isSame(ours, theirs) || isSame(base, theirs)) return ours;
  if (isSame(base, ours)) return theirs;
  // One side dropped the case and the other accepted it again: the accepted entry stays until the suite is accepted again.
  if (!ours || !theirs) return ours ?? theirs;
  const [older = ours, newer = theirs] = [ours, theirs].sort(byDate);
  const isOneRequest = ours.prompt === theirs.prompt && ours.served === theirs.served && ours.checks === theirs.checks;
  if (!isOneRequest || ours.answer === theirs.answer) return newer;
  return { ...newer, passed: newer.passed + older.passed, graded: newer.graded + older.graded };
}

/** Compares by date, and within a day by content, so that the merge is the same whichever branch is ours. */
function byDate(left: BaselineEntry, right: BaselineEntry): number {
  return left.date.localeCompare(right.date) || formatEntry(left).localeCompare(formatEntry(right));
}

function isSame(left: BaselineEntry | undefined, right: BaselineEntry | undefined): boolean {
  return (left && formatEntry(left)) === (right && formatEntry(right));
}
