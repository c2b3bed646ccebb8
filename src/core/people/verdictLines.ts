import { isJsonObject, type JsonObject } from '../json.ts';
import { type ReadLines, readJsonLines } from './readJsonLines.ts';

/** What a person says of an answer; null takes back what that person said before. */
export type PersonVerdict = 'pass' | 'fail' | 'unsure';

/** One line of a file of verdicts. Lines are added and never changed: a change of mind is a line of its own. */
export interface VerdictLine {
  /** Unique; the same line may stand in the file twice after a merge. */
  readonly id: string;
  /** The digest of the answer and of what the person saw with it. */
  readonly answer: string;
  readonly verdict: PersonVerdict | null;
  /** The person's name or pseudonym. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly caseId?: string;
  readonly target?: string;
  /** The criterion that it is about; the answer as a whole without. */
  readonly criterion?: string;
  readonly note?: string;
  /** Why the answer was shown: only draws with a known chance may feed a rate. */
  readonly heap?: string;
  /** The chance that the answer was drawn, above 0; absent where a person picked it. */
  readonly chance?: number;
}

export type ReadVerdicts = ReadLines<VerdictLine>;

const verdicts = { pass: true, fail: true, unsure: true } as const satisfies Record<PersonVerdict, true>;

/** Reads a file of verdicts. A line of a kind is about something else than one answer. */
export function readVerdictLines(text: string): ReadVerdicts {
  return readJsonLines(text, readLine);
}

/** One line of the file, without its end. */
export function writeVerdictLine(line: VerdictLine): string {
  return JSON.stringify(line);
}

function readLine(written: unknown): VerdictLine | 'other' | undefined {
  if (!isJsonObject(written)) return undefined;
  if (typeof written['kind'] === 'string') return 'other';
  const { id, answer, verdict, by, at } = written;
  if (typeof id !== 'string' || typeof answer !== 'string' || typeof by !== 'string' || typeof at !== 'string')
    return undefined;
  if (Number.isNaN(Date.parse(at)) || !isVerdict(verdict)) return undefined;
  return { id, answer, verdict, by, at, ...furtherFields(written) };
}

function furtherFields({ caseId, target, criterion, note, heap, chance }: JsonObject): Partial<VerdictLine> {
  return {
    ...(typeof caseId === 'string' ? { caseId } : {}),
    ...(typeof target === 'string' ? { target } : {}),
    ...(typeof criterion === 'string' ? { criterion } : {}),
    ...(typeof note === 'string' ? { note } : {}),
    ...(typeof heap === 'string' ? { heap } : {}),
    ...(typeof chance === 'number' && chance > 0 && chance <= 1 ? { chance } : {}),
  };
}

/** True for a verdict, and for null, which takes one back. */
export function isVerdict(value: unknown): value is PersonVerdict | null {
  return value === null || (typeof value === 'string' && Object.hasOwn(verdicts, value));
}
