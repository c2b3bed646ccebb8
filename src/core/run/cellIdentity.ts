import type { PlannedCell, RunPlan, Target } from './events.ts';

/** The fields that tell which case, prompt and copy a cell is. */
export type CellIdentity = Pick<PlannedCell, 'id' | 'caseId' | 'promptIndex' | 'copy'>;

/** The id of a case in a run: in suites with several prompts each of them has a row of its own, such as `0f3a#2`. */
export function caseKey(caseId: string, promptIndex: number | undefined): string {
  return caseId + promptSuffix({ promptIndex });
}

/** The index of the prompt in the suite, from 0; undefined where the suite has one prompt. */
export interface PromptPlace {
  readonly promptIndex?: number | undefined;
}

/** The suffix for a prompt, such as `#2`; empty in suites with one prompt. */
export function promptSuffix({ promptIndex }: PromptPlace): string {
  return promptIndex === undefined ? '' : `#${promptIndex + 1}`;
}

/** The id of a cell's case in the suite. */
export function suiteCaseOf(cell: Pick<CellIdentity, 'caseId'> & PromptPlace): string {
  const suffix = promptSuffix(cell);
  return suffix === '' ? cell.caseId : cell.caseId.slice(0, -suffix.length);
}

function copyId(id: string, copy: number): string {
  return `${id}~${copy}`;
}

/** The cell under an id that is not taken: two rows may ask exactly the same and check it differently. */
export function distinct<Cell extends CellIdentity>(cell: Cell, taken: { has(id: string): boolean }): Cell {
  if (!taken.has(cell.id)) return cell;
  let copy = 2;
  while (taken.has(copyId(cell.id, copy))) copy++;
  return { ...cell, id: copyId(cell.id, copy), copy };
}

/** The id of a cell's request, whichever copy the cell is: it does not matter that another case asks exactly the same. */
export function requestOf({ id, copy }: Pick<CellIdentity, 'id' | 'copy'>): string {
  return copy === undefined ? id : id.slice(0, -copyId('', copy).length);
}

/** The name of a target in another version of the prompt: `openai/gpt-5.6-luna @ HEAD`. */
export function targetAt(target: string, version: string): string {
  return `${target} @ ${version}`;
}

type Identities = Pick<RunPlan, 'cells' | 'targets'>;

/** The plan of a journal with these fields, which journals of version 0.1 have only in their names. */
export function withIdentity<Plan extends Identities>(plan: Plan): Plan {
  return { ...plan, cells: plan.cells.map(identified), targets: plan.targets.map(identifiedTarget) };
}

function identified(cell: PlannedCell): PlannedCell {
  const [, number] = (cell.promptIndex === undefined && /^[0-9a-f]+(?:-\d+)?#(\d+)$/.exec(cell.caseId)) || [];
  const [, copy] = (cell.copy === undefined && /~(\d+)$/.exec(cell.id)) || [];
  if (number === undefined && copy === undefined) return cell;
  return {
    ...cell,
    ...(number === undefined ? {} : { promptIndex: Number(number) - 1 }),
    ...(copy === undefined ? {} : { copy: Number(copy) }),
  };
}

function identifiedTarget(target: Target): Target {
  const { id, version, newerId } = target;
  if (version === undefined || newerId !== undefined) return target;
  const suffix = targetAt('', version);
  return { ...target, newerId: id.endsWith(suffix) ? id.slice(0, -suffix.length) : id };
}
