import type { Suite } from '../../dataset/suite.ts';
import { comparedRows } from '../comparedRows.ts';
import type { PlannedCell } from '../events.ts';
import type { SuitePlan } from '../planSuite.ts';
import { matchPrompts } from './matchPrompts.ts';

/** One case on one target in two versions: the cells of all its repeats. */
export interface VersionPair {
  readonly caseId: string;
  readonly target: string;
  readonly head: readonly PlannedCell[];
  /** Empty for a case or target that the version before did not have. */
  readonly base: readonly PlannedCell[];
}

/** What two versions of a suite have to do with each other. */
export interface PairedVersions {
  /** In the order of the newer version; only where something that decides its result is different. */
  readonly affected: readonly VersionPair[];
  /** Cases x targets that ask and check the very same in both versions. */
  readonly unchanged: number;
  /** Cases x targets that the newer version does not have any more. */
  readonly removed: number;
}

interface PlannedVersion {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/**
 * Finds what a change affects, by content: a case on a target is affected when it is new, or when what is asked differs. Its checks
 * are part of its id, so that a case with other checks is a new one. Where a check compares the answers to a case, all of them are
 * affected by a change of one.
 */
export function pairVersions(head: PlannedVersion, base: PlannedVersion | undefined): PairedVersions {
  const places = matchPrompts(head.suite.prompts, base?.suite.prompts ?? []);
  const before = base ? rowsOf(base, String) : new Map<string, VersionCells>();
  const affected: VersionPair[] = [];
  let unchanged = 0;
  let common = 0;
  for (const [key, now] of rowsOf(head, (prompt) => String(places[prompt] ?? `new ${prompt}`))) {
    const old = before.get(key);
    if (old) common++;
    if (old?.decidedBy === now.decidedBy) unchanged++;
    else affected.push({ caseId: now.caseId, target: now.target, head: now.cells, base: old?.cells ?? [] });
  }
  return { affected, unchanged, removed: before.size - common };
}

interface VersionCells {
  readonly caseId: string;
  readonly target: string;
  readonly cells: readonly PlannedCell[];
  /** Everything that decides the result, the same in two versions whose results need no comparison. */
  readonly decidedBy: string;
}

/** By case, prompt and target. */
function rowsOf(version: PlannedVersion, nameOf: (prompt: number) => string): ReadonlyMap<string, VersionCells> {
  const { suite, planned } = version;
  const numbers = new Map(suite.prompts.map((prompt, index) => [prompt, index]));
  const rivals = comparedRows(planned);
  const asked = askedIn(version);
  const keyOf = ({ id, target }: PlannedCell) => {
    const prompt = planned.promptOf.get(id);
    return JSON.stringify([planned.caseOf.get(id)?.id, nameOf((prompt && numbers.get(prompt)) ?? 0), target]);
  };
  const rows = [...Map.groupBy(planned.plan.cells, keyOf)].map(([key, cells]) => {
    const [{ caseId = '', target = '' } = {}] = cells;
    const compared = cells.map(({ id }) => rivals.get(id)?.cells.map(asked).sort());
    return [key, { caseId, target, cells, decidedBy: JSON.stringify([cells.map(asked), compared]) }] as const;
  });
  return new Map(rows);
}

/** What is asked and what decides the verdict beside the case itself. That another case asks the very same is nothing to it. */
function askedIn({ suite }: PlannedVersion): (cell: PlannedCell) => string {
  const judge = suite.judge ?? null;
  const transforms = new Map(suite.targets.map(({ id, transform }) => [id, transform]));
  return ({ id, target }) => JSON.stringify([requestOf(id), judge, transforms.get(target) ?? null]);
}

/** A cell's id without the number of its copy. */
function requestOf(id: string): string {
  return id.replace(/~\d+$/, '');
}
