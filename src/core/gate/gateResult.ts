import type { Change } from './change.ts';
import type { VersionResult } from './versionResult.ts';

/** One affected case on one target, before and after. */
export interface GatedCase {
  /** Its place among the affected rows of the suite, whatever shard it ran in. */
  readonly order: number;
  readonly caseId: string;
  /** Of the prompts of the suite, from 0; absent where it has one. */
  readonly promptIndex?: number;
  readonly name: string;
  readonly target: string;
  /** Path from the top of the repository, and line from 1. */
  readonly place: { readonly file: string; readonly line: number };
  readonly change: Change;
  readonly head: VersionResult | null;
  readonly base: VersionResult | null;
  /** What has to be known to read the row right, such as a baseline that could not be used. */
  readonly note: string | null;
  /** Of a case that is checked otherwise than before: what the checks of the older version say. Null where they are the same. */
  readonly byOlderChecks: OlderChecks | null;
}

/** What the older version's checks say of both versions' answers; `unknown` where a judge would have to be asked, or nothing was run. */
export interface OlderChecks {
  readonly head: OlderVerdict;
  readonly base: OlderVerdict;
}

export type OlderVerdict = 'pass' | 'fail' | 'flaky' | 'unchecked' | 'unknown';

/** A case on a target that the newer version does not have any more. */
export interface RemovedCase {
  readonly name: string;
  /** As the older version calls it. */
  readonly target: string;
  /** False where other targets or prompts of the case are still there. */
  readonly isWholeCase: boolean;
}

/** A changed file that a suite is made of. */
export interface ChangedPart {
  readonly file: string;
  /** `git diff` of a prompt or partial; null for other files. */
  readonly diff: string | null;
}

/** A suite that the change affects, or may. */
export interface GatedSuite {
  /** Path from the top of the repository. */
  readonly suite: string;
  readonly changed: readonly ChangedPart[];
  readonly rows: readonly GatedCase[];
  /** Cases x models that ask and check the same as before. */
  readonly unchanged: number;
  /** Cases x models that are gone. */
  readonly removed: readonly RemovedCase[];
  /** `file:line: message`, of what is new in the newer version and was left out for it. */
  readonly problems: readonly string[];
  /** The same, of what was left out in the older version too: nothing is known of what they concern. */
  readonly knownProblems: readonly string[];
  /** What has to be known to read the comparison right, such as a baseline in an older format. Whole sentences. */
  readonly notes: readonly string[];
}

/** A suite that is not there any more, and that no other one took the place of. */
export interface GoneSuite {
  /** Path from the top of the repository. */
  readonly suite: string;
  /** Names of its cases. */
  readonly cases: readonly string[];
  /** Prompts that it asked which are still there and have changed: nothing checks them as it did. */
  readonly unchecked: readonly string[];
}

/** Why a check did not get to its end. */
export type GateStop = 'budget' | 'time' | 'offline' | 'interrupted';

/** All that `polyprompt check` found out: every report is made of it, and shards are merged from it. */
export interface GateResult {
  readonly version: 2;
  /** `staged`, `working copy`, or a commit. */
  readonly head: string;
  readonly base: string;
  readonly shard: { readonly index: number; readonly of: number } | null;
  readonly suites: readonly GatedSuite[];
  /** Changed prompts that no suite asks anything of. */
  readonly uncovered: readonly string[];
  /** Suites that the older version has and the newer one has not. */
  readonly gone: readonly GoneSuite[];
  readonly stopped: readonly GateStop[];
}
