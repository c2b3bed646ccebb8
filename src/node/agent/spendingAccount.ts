import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import { countAt, jsonObjectIn, textAt } from '../../core/jsonRead.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { isoDay } from '../../core/pricing/modelEnd.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { storageError } from '../files/storageError.ts';

/** Money that is set aside for a run. */
export interface Reservation {
  /** USD. */
  readonly amount: number;
  /** Replaces it by what was really spent; undefined where that is not known, so that all of it counts as spent. */
  settle(spent: number | undefined): void;
}

/**
 * What agents have spent today, in a file that all processes of a user share, one line for each amount. A line counts before all that come
 * after it, so that of two that reserve at once only those are served that fit. What a process that died had reserved counts as spent.
 */
export class SpendingAccount {
  readonly #folder: string;
  readonly #clock: Pick<Clock, 'wallTime'>;

  constructor(folder: string, clock: Pick<Clock, 'wallTime'>) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** USD left for today. */
  left(perDay: number): number {
    return Math.max(0, perDay - sumOf(this.#entries(this.#today())));
  }

  /** Sets aside at most `most`, and at least `least`. Throws `spending-limit` where less is left, and `storage`. */
  reserve(perDay: number, { least, most }: { readonly least: number; readonly most: number }): Reservation {
    const file = this.#today();
    for (let tries = 0; tries < 5; tries++) {
      const amount = Math.min(most, this.left(perDay));
      if (amount < least || amount <= 0) break;
      const id = randomBytes(8).toString('hex');
      this.#append(file, { id, usd: amount });
      const before = entriesBefore(this.#entries(file), id);
      if (sumOf(before) + amount <= perDay + rounding) return this.#reservation(file, { id, amount });
      this.#append(file, { id, usd: 0 });
    }
    const left = formatMoney(this.left(perDay));
    throw new PolypromptError(
      'spending-limit',
      `This may cost up to ${formatMoney(least)}, and ${left} of the ${formatMoney(perDay)} for today are left.`,
      { hint: 'Ask for fewer cases or models, or ask the user to raise the limit of the day.' },
    );
  }

  #reservation(file: string, { id, amount }: { readonly id: string; readonly amount: number }): Reservation {
    return {
      amount,
      settle: (spent) => {
        try {
          if (spent !== undefined) this.#append(file, { id, usd: spent });
        } catch {
          // All that was set aside then counts as spent, which is never too little.
        }
      },
    };
  }

  #today(): string {
    return path.join(this.#folder, `${isoDay(this.#clock.wallTime())}.jsonl`);
  }

  /** The newest amount of each id, in the order in which the ids came. */
  #entries(file: string): ReadonlyMap<string, number> {
    const entries = new Map<string, number>();
    for (const line of (readTextIfThere(file) ?? '').split('\n')) {
      const entry = jsonObjectIn(line);
      const id = textAt(entry, 'id');
      const usd = countAt(entry, 'usd');
      if (id !== undefined && usd !== undefined) entries.set(id, usd);
    }
    return entries;
  }

  #append(file: string, entry: { readonly id: string; readonly usd: number }): void {
    try {
      makeFolder(this.#folder);
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw storageError('What agents spend cannot be recorded, so nothing is spent', cause);
    }
  }
}

/** Sums of amounts are not exact to the last digit. */
const rounding = 1e-9;

function entriesBefore(entries: ReadonlyMap<string, number>, id: string): ReadonlyMap<string, number> {
  const all = [...entries];
  return new Map(
    all.slice(
      0,
      all.findIndex(([other]) => other === id),
    ),
  );
}

function sumOf(entries: ReadonlyMap<string, number>): number {
  return [...entries.values()].reduce((sum, usd) => sum + usd, 0);
}
