import type { Preferred } from '../grading/verdict.ts';
import type { JudgeStanding } from '../judges/judgeStanding.ts';
import type { Change } from './change.ts';
import type { VersionResult } from './versionResult.ts';

/** One affected case on one target, before and after. */
export interface GatedCase {
  /** The position among the affected rows of the suite, whichever shard ran it. */
  readonly order: number;
  readonly caseId: string;
  /** The index of the prompt in the suite, from 0; absent where the suite has one prompt. */
  readonly promptIndex?: number;
  readonly name: string;
  readonly target: string;
  /** Path from the top of the repository, and line from 1. */
  readonly place: { readonly file: string; readonly line: number };
  readonly change: Change;
  readonly head: VersionResult | null;
  readonly base: VersionResult | null;
  /** Sentences that a reader needs to read the row right, such as that a baseline could not be used; null without any. */
  readonly note: string | null;
  /** The verdict of the older version's checks, for a case that is checked differently than before; null where the checks are the same. */
  readonly byOlderChecks: OlderChecks | null;
  /** Which version's answer is liked better, check by check; only where a check of preference compares both. */
  readonly preferred?: readonly PreferredInCase[];
  /** The class of the case and which versions found it, check by check; only where a check of labels read both. */
  readonly classes?: readonly ClassInCase[];
  /**
   * Where some of its checks only advise: what each of them that fails the newer version's answer says, as `name: reason`. None of it counts
   * in `change`.
   */
  readonly advice?: readonly string[];
}

/** The class that a check of labels expects of a case, and whether each version's answer was it. */
export interface ClassInCase {
  readonly name: string;
  readonly label: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** What judges said by one criterion: `own` is the newer version's answer, `base` the older one's. */
export interface PreferredInCase {
  readonly name: string;
  readonly choice: Preferred;
}

/**
 * The verdicts of the older version's checks on the answers of both versions; `unknown` where a judge would have to be asked, or where
 * nothing was run.
 */
export interface OlderChecks {
  readonly head: OlderVerdict;
  readonly base: OlderVerdict;
}

export type OlderVerdict = 'pass' | 'fail' | 'flaky' | 'unchecked' | 'unknown';

/** A case on a target that the newer version no longer has. */
export interface RemovedCase {
  readonly name: string;
  /** The name of the target in the older version. */
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
  /** The number of cases x models that ask and check the same as before. */
  readonly unchanged: number;
  /** Cases x models that are gone. */
  readonly removed: readonly RemovedCase[];
  /** The problems that are new in the newer version and made it leave something out, as `file:line: message`. */
  readonly problems: readonly string[];
  /** The same for problems that made the older version leave it out, too: nothing is known of the rows that they concern. */
  readonly knownProblems: readonly string[];
  /** Whole sentences that a reader needs to read the comparison right, such as that a baseline has an older format. */
  readonly notes: readonly string[];
  /** The judges that only advise, or of which it is not settled whether they may decide; absent where the suite sets no bar for them. */
  readonly judges?: readonly JudgeStanding[];
}

/** A suite that is gone, and whose place no other suite took. */
export interface GoneSuite {
  /** Path from the top of the repository. */
  readonly suite: string;
  /** Names of its cases. */
  readonly cases: readonly string[];
  /** Prompts of the suite that are still there and have changed, and that nothing checks any more as the suite did. */
  readonly unchecked: readonly string[];
}

/** The reasons why a check did not get to its end. */
export type GateStop = 'budget' | 'time' | 'offline' | 'people' | 'interrupted';

/** Everything that `polyprompt check` found out. Every report is made of it, and shards are merged from it. */
export interface GateResult {
  readonly version: 2;
  /** `staged`, `working copy`, or a commit. */
  readonly head: string;
  readonly base: string;
  readonly shard: { readonly index: number; readonly of: number } | null;
  readonly suites: readonly GatedSuite[];
  /** Changed prompts that no suite asks. */
  readonly uncovered: readonly string[];
  /** Suites that the older version has and the newer one has not. */
  readonly gone: readonly GoneSuite[];
  readonly stopped: readonly GateStop[];
}
