import { againstAll, againstHead } from '../dataset/readPreference.ts';
import type { EvalCase } from '../dataset/suite.ts';
import { type NamedTarget, namedTarget } from '../grading/namedTarget.ts';
import type { Problem } from '../text/problem.ts';

type PlacedProblem = Problem & { readonly file: string };

/** Reports checks of preference that name a target which does not run, each place once, before anything is sent. */
export class PreferenceProblems {
  readonly #targets: readonly NamedTarget[];
  readonly #found = new Map<string, PlacedProblem>();

  constructor(targets: readonly NamedTarget[]) {
    this.#targets = targets;
  }

  add({ checks, place }: Pick<EvalCase, 'checks' | 'place'>): void {
    if (this.#targets.length === 0) return;
    for (const check of checks) {
      if (!('negated' in check) || check.type !== 'prefer' || check.fault !== undefined) continue;
      const { against = '' } = check;
      if (against === againstHead || namedTarget(against, this.#targets)) continue;
      if (against === againstAll && this.#targets.length > 1) continue;
      const { file, range } = check.place ?? place;
      const message =
        against === againstAll
          ? '"prefer" against all needs a second model: its rows end in an error.'
          : `"prefer" is against ${against}, which is no model of this run: its rows end in an error. The run has ${this.#targets.map(({ id }) => id).join(', ')}.`;
      this.#found.set(`${file} ${range.start}`, { severity: 'error', code: 'unknown-base', message, range, file });
    }
  }

  get problems(): readonly PlacedProblem[] {
    return [...this.#found.values()];
  }
}
