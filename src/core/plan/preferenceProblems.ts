import { againstAll, againstHead } from '../dataset/readPreference.ts';
import type { EvalCase } from '../dataset/suite.ts';
import { type NamedTarget, namedTarget } from '../grading/namedTarget.ts';
import type { Problem } from '../text/problem.ts';

type PlacedProblem = Problem & { readonly file: string };

/** Reports checks of preference whose other answer does not come in this run, each place once, before anything is sent. */
export class PreferenceProblems {
  readonly #targets: readonly NamedTarget[];
  readonly #hasOlderVersion: boolean;
  readonly #found = new Map<string, PlacedProblem>();

  constructor(targets: readonly NamedTarget[], hasOlderVersion: boolean) {
    this.#targets = targets;
    this.#hasOlderVersion = hasOlderVersion;
  }

  add({ checks, place }: Pick<EvalCase, 'checks' | 'place'>): void {
    if (this.#targets.length === 0) return;
    for (const check of checks) {
      if (!('negated' in check) || check.type !== 'prefer' || check.fault !== undefined) continue;
      const message = this.#faultOf(check.against ?? '');
      if (message === undefined) continue;
      const { file, range } = check.place ?? place;
      this.#found.set(`${file} ${range.start}`, { severity: 'error', code: 'unknown-base', message, range, file });
    }
  }

  /** What is wrong with what a check compares with; undefined where it runs. */
  #faultOf(against: string): string | undefined {
    if (against === againstHead)
      return this.#hasOlderVersion
        ? undefined
        : '"prefer" against head has nothing to compare with here: its rows end in an error. Both versions are asked by: polyprompt check';
    if (namedTarget(against, this.#targets)) return undefined;
    if (against !== againstAll)
      return `"prefer" is against ${against}, which is no model of this run: its rows end in an error. The run has ${this.#targets.map(({ id }) => id).join(', ')}.`;
    return this.#targets.length > 1
      ? undefined
      : '"prefer" against all needs a second model: its rows end in an error.';
  }

  get problems(): readonly PlacedProblem[] {
    return [...this.#found.values()];
  }
}
