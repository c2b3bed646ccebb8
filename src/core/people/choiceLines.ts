import { hashJson } from '../hash.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { readJsonLines } from './readJsonLines.ts';

/** What a person says of two answers side by side. Where both are bad, neither is liked better. */
export type PersonChoice = 'left' | 'right' | 'tie' | 'both-bad';

/** One line of a file of verdicts that is about two answers. Lines are added and never changed; a choice of null takes one back. */
export interface ChoiceLine {
  readonly kind: 'choice';
  /** Unique; the same line may stand in the file twice after a merge. */
  readonly id: string;
  /** The digests of the answers, by the side on which the person saw them. */
  readonly left: string;
  readonly right: string;
  readonly choice: PersonChoice | null;
  /** What decided the sides, so that a liking for a side can be tested. */
  readonly seed: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** By what the person chose; which is better on the whole without. */
  readonly criterion?: string;
  readonly caseId?: string;
  /** Whose answers they were. */
  readonly targets?: readonly [left: string, right: string];
}

const choices = { left: true, right: true, tie: true, 'both-bad': true } as const satisfies Record<PersonChoice, true>;

/** The choices in a file of verdicts, each once. Lines about one answer are left to their own reader, which names what nobody can read. */
export function readChoiceLines(text: string): readonly ChoiceLine[] {
  return readJsonLines(text, readLine).lines;
}

/** One line of the file, without its end. */
export function writeChoiceLine(line: ChoiceLine): string {
  return JSON.stringify(line);
}

/** A pair by its answers and its criterion, whichever stands left. */
export function pairKey(answers: readonly [string, string], criterion: string | undefined): string {
  return hashJson([...answers.toSorted(), criterion ?? null]);
}

/** The choices in force, one for each person and pair: the latest, and of several at the same instant the one with the greater id. */
export function currentChoices(lines: readonly ChoiceLine[]): readonly ChoiceLine[] {
  const latest = new Map<string, ChoiceLine>();
  for (const line of lines) {
    const key = `${pairKey([line.left, line.right], line.criterion)} ${line.by}`;
    const before = latest.get(key);
    if (!before || isLater(line, before)) latest.set(key, line);
  }
  return [...latest.values()].filter(({ choice }) => choice !== null);
}

/** True for a choice, and for null, which takes one back. */
export function isChoice(value: unknown): value is PersonChoice | null {
  return value === null || (typeof value === 'string' && Object.hasOwn(choices, value));
}

function isLater(line: ChoiceLine, before: ChoiceLine): boolean {
  const [now, then] = [Date.parse(line.at), Date.parse(before.at)];
  return now === then ? line.id > before.id : now > then;
}

function readLine(written: unknown): ChoiceLine | 'other' | undefined {
  if (!isJsonObject(written) || written['kind'] !== 'choice') return 'other';
  const { id, left, right, choice, seed, by, at } = written;
  if (typeof id !== 'string' || typeof left !== 'string' || typeof right !== 'string' || typeof by !== 'string')
    return undefined;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isChoice(choice)) return undefined;
  return {
    kind: 'choice',
    ...{ id, left, right, choice, by, at },
    seed: typeof seed === 'string' ? seed : '',
    ...furtherFields(written),
  };
}

function furtherFields({ criterion, caseId, targets }: JsonObject): Partial<ChoiceLine> {
  const [left, right] = Array.isArray(targets) ? targets : [];
  return {
    ...(typeof criterion === 'string' ? { criterion } : {}),
    ...(typeof caseId === 'string' ? { caseId } : {}),
    ...(typeof left === 'string' && typeof right === 'string' ? { targets: [left, right] as const } : {}),
  };
}
