import { editDistance } from './closest.ts';
import type { Problem } from './problem.ts';

/** The keys that may stand in one kind of map. */
export interface KnownKeys {
  /** The name of the map in a sentence. */
  readonly what: string;
  /** Keys that are carried out. Whoever misspells one of these loses something that was asked for. */
  readonly read: readonly string[];
  /** Keys that are known from elsewhere and have no meaning here. */
  readonly ignored?: readonly string[];
  /** Other words that people write, each with the key that it means. */
  readonly meant?: Readonly<Record<string, string>>;
}

/** The finding about a key that is not known: an error where a known key was most likely meant, since what it asks for would be lost. */
export function unknownKey(known: KnownKeys, key: string): Pick<Problem, 'severity' | 'message'> {
  const { what, read } = known;
  const meant = meantKey(known, key);
  if (meant === undefined)
    return { severity: 'warning', message: `"${key}" has no meaning in ${what} and is ignored.` };
  const isLost = read.includes(meant);
  const loss = isLost ? ', so what it asks for is lost' : '';
  return {
    severity: isLost ? 'error' : 'warning',
    message: `"${key}" is no key of ${what}${loss}. Did you mean "${meant}"?`,
  };
}

/** True for a key that is read in such a map, or that is known and has no meaning here. */
export function isKnown({ read, ignored = [] }: KnownKeys, key: string): boolean {
  return read.includes(key) || ignored.includes(key) || key.startsWith('x-');
}

/** The known key that somebody most likely meant; undefined for a word that resembles none. */
export function meantKey({ read, ignored = [], meant = {} }: KnownKeys, key: string): string | undefined {
  if (Object.hasOwn(meant, key)) return meant[key];
  const plain = plainWord(key);
  const synonym = Object.keys(meant).find((word) => plainWord(word) === plain);
  if (synonym !== undefined) return meant[synonym];
  return (
    [...read, ...ignored]
      .map((known) => ({ known, distance: editDistance(plain, plainWord(known)) }))
      .filter(({ known, distance }) => distance <= slipsIn(known))
      .sort((left, right) => left.distance - right.distance)[0]?.known ?? undefined
  );
}

/** The word without capitals, dashes and underscores, which make no other word. */
function plainWord(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/g, '');
}

/** The number of letters that may differ: in a short word one letter makes another word. */
function slipsIn(word: string): number {
  return word.length <= 4 ? 1 : word.length <= 7 ? 2 : 3;
}
