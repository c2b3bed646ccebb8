import type { Spent } from '../run/improveResult.ts';
import type { Wording } from '../run/proposal.ts';
import { closeness } from './closeness.ts';
import type { ImproveRow } from './improveRow.ts';
import type { Ask, CallAccount, RowAnswer, StepResult } from './steps.ts';

/** The most that a search may spend, all calls counted. */
export interface Limits {
  readonly calls?: number;
  /** USD. */
  readonly cost?: number;
}

interface Kept {
  readonly rows: readonly ImproveRow[];
  readonly limits: Limits;
}

/** The empty ledger of a task. */
export function startLedger({ rows, limits }: Kept): Ledger {
  const known = new Map(rows.map((row) => [row.id, row]));
  return new Ledger(limits, (id, answer) => {
    const row = known.get(id);
    return row ? closeness(answer, row.fragments, row.checks) : 0;
  });
}

/** The sum of what calls of one kind took. */
class Spending {
  calls = 0;
  /** USD of the calls whose cost is known. */
  cost = 0;
  answers = 0;
  #isKnown = true;

  add({ calls, cost }: CallAccount): void {
    this.calls += calls;
    this.cost += cost ?? 0;
    this.answers++;
    if (cost === undefined && calls > 0) this.#isKnown = false;
  }

  get spent(): Spent {
    return { calls: this.calls, ...(this.#isKnown ? { cost: this.cost } : {}) };
  }
}

/** Everything that was asked and answered in a search: the newest verdicts of every row on every wording, and what they took. */
export class Ledger {
  readonly #limits: Limits;
  readonly #answers = new Map<number, Map<string, RowAnswer[]>>();
  readonly #task = new Spending();
  readonly #reflect = new Spending();
  readonly #close: (row: string, answer: RowAnswer) => number;

  /** `close` says how close an answer came to passing, from 0 to 1. */
  constructor(limits: Limits, close: (row: string, answer: RowAnswer) => number) {
    this.#limits = limits;
    this.#close = close;
  }

  get task(): Spent {
    return this.#task.spent;
  }

  get reflect(): Spent {
    return this.#reflect.spent;
  }

  /** The number of task calls that may still follow, by the tighter of both limits. */
  get left(): number {
    const { calls = Number.POSITIVE_INFINITY, cost } = this.#limits;
    const byCalls = calls - this.#task.calls - this.#reflect.calls;
    const each = this.#task.answers > 0 ? this.#task.cost / this.#task.answers : 0;
    if (cost === undefined || each === 0) return byCalls;
    return Math.min(byCalls, Math.floor((cost - this.#task.cost - this.#reflect.cost) / each));
  }

  /** The asks for the next draws of rows on a wording. */
  next(wording: Wording, rows: readonly string[]): readonly Ask[] {
    return rows.map((row) => ({ wording, row, draw: this.#of(wording, row).length }));
  }

  take(asks: readonly Ask[], result: StepResult): readonly RowAnswer[] {
    const answers = result.type === 'answers' ? result.answers : [];
    for (const [index, { wording, row }] of asks.entries()) {
      const answer = answers[index];
      if (!answer) continue;
      this.#of(wording, row).push(answer);
      this.#task.add(answer.account);
    }
    return answers;
  }

  reflected(account: CallAccount): void {
    this.#reflect.add(account);
  }

  /** The newest answer of a row on a wording. */
  last(wording: Wording, row: string): RowAnswer | undefined {
    return this.#of(wording, row).at(-1);
  }

  /** The number of these rows whose newest answer passed. */
  passes(wording: Wording, rows: readonly string[]): number {
    return rows.filter((row) => this.last(wording, row)?.passed === true).length;
  }

  all(wording: Wording, row: string): readonly RowAnswer[] {
    return this.#of(wording, row);
  }

  /** How close the draws of these rows came to passing on average, summed over the rows. */
  score(wording: Wording, rows: readonly string[]): number {
    return rows.reduce((sum, row) => sum + this.rate(wording, row), 0);
  }

  /** How close a row's draws came to passing on average, from 0 to 1. */
  rate(wording: Wording, row: string): number {
    const drawn = this.#of(wording, row);
    return drawn.length === 0 ? 0 : drawn.reduce((sum, answer) => sum + this.#close(row, answer), 0) / drawn.length;
  }

  #of(wording: Wording, row: string): RowAnswer[] {
    const rows = this.#answers.get(wording.number) ?? new Map<string, RowAnswer[]>();
    this.#answers.set(wording.number, rows);
    const known = rows.get(row) ?? [];
    rows.set(row, known);
    return known;
  }
}
