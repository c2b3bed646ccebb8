import type { Change } from './change.ts';
import type { VersionResult } from './versionResult.ts';

/** One affected case on one target, before and after. */
export interface CheckRow {
  /** Its place among the affected rows of the suite, whatever shard it ran in. */
  readonly order: number;
  readonly caseId: string;
  readonly name: string;
  readonly target: string;
  /** Path from the top of the repository, and line from 1. */
  readonly place: { readonly file: string; readonly line: number };
  readonly change: Change;
  readonly head: VersionResult | null;
  readonly base: VersionResult | null;
  /** What has to be known to read the row right, such as a baseline that could not be used. */
  readonly note: string | null;
}

/** A changed file that a suite is made of. */
export interface ChangedPart {
  readonly file: string;
  /** `git diff` of a prompt or partial; null for other files. */
  readonly diff: string | null;
}

/** A suite that the change affects, or may. */
export interface CheckedSuite {
  /** Path from the top of the repository. */
  readonly suite: string;
  readonly changed: readonly ChangedPart[];
  readonly rows: readonly CheckRow[];
  /** Cases x models that ask and check the same as before. */
  readonly unchanged: number;
  /** Cases x models that are gone. */
  readonly removed: number;
  /** `file:line:column: message`, of errors in the newer version: what they concern could not run. */
  readonly problems: readonly string[];
}

/** Why a check did not get to its end. */
export type CheckStop = 'budget' | 'time' | 'offline' | 'interrupted';

/** All that `polyprompt check` found out: every report is made of it, and shards are merged from it. */
export interface CheckResult {
  readonly version: 1;
  /** `staged`, `working copy`, or a commit. */
  readonly head: string;
  readonly base: string;
  readonly shard: { readonly index: number; readonly of: number } | null;
  readonly suites: readonly CheckedSuite[];
  /** Changed prompts that no suite asks anything of. */
  readonly uncovered: readonly string[];
  readonly stopped: readonly CheckStop[];
}
