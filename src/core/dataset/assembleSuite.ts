import { type CaseDraft, withDefaults } from './caseDraft.ts';
import { expandCases } from './expandCases.ts';
import type { NamedTarget } from './readTargets.ts';
import type { EvalCase, Suite, SuitePrompt, SuiteTarget } from './suite.ts';
import { fitsPattern } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { unusedColumns } from './unusedColumns.ts';

/** What a reader of one format found, before defaults, matrices and filters are worked out. */
export interface SuiteParts {
  readonly name: string;
  readonly prompts: readonly SuitePrompt[];
  readonly targets: readonly NamedTarget[];
  readonly drafts: readonly CaseDraft[];
  readonly defaults?: CaseDraft;
  readonly derivedMetrics?: Suite['derivedMetrics'];
  readonly judge?: string;
  readonly repeat?: number;
  readonly concurrency?: number;
}

/** Puts a suite together; every format ends here. */
export async function assembleSuite(reading: SuiteReading, parts: SuiteParts): Promise<Suite> {
  const { name, prompts, targets, drafts, defaults, derivedMetrics = [], judge, repeat = 1, concurrency } = parts;
  const merged = drafts.map((draft) => withDefaults(draft, defaults));
  const cases = await expandCases(reading, merged);
  if (repeat < 1 || !Number.isInteger(repeat))
    reading.report(
      { file: reading.file, range: { start: 0, end: 0 } },
      'wrong-number',
      '"repeat" is a whole number from 1.',
    );
  for (const { place, message } of unusedColumns({ file: reading.file, prompts, cases }))
    reading.report(place, 'unused-columns', message, 'warning');
  return {
    name,
    file: reading.file,
    prompts,
    targets: targets.map((target) => withoutName(target, prompts)),
    cases: cases.map((item) => withFilters(item, prompts, targets)),
    derivedMetrics,
    ...(judge === undefined ? {} : { judge }),
    repeat: Math.max(1, Math.floor(repeat)),
    ...(concurrency === undefined ? {} : { concurrency }),
    problems: reading.problems,
  };
}

function withoutName({ name: _name, ...target }: NamedTarget, prompts: readonly SuitePrompt[]): SuiteTarget {
  if (!target.prompts) return target;
  return { ...target, prompts: labelsOf(target.prompts, prompts) };
}

/** Filters as written become the labels of prompts and the ids of targets that they mean. */
function withFilters(item: EvalCase, prompts: readonly SuitePrompt[], targets: readonly NamedTarget[]): EvalCase {
  if (!item.prompts && !item.targets) return item;
  const wanted = item.targets;
  return {
    ...item,
    ...(item.prompts ? { prompts: labelsOf(item.prompts, prompts) } : {}),
    ...(wanted
      ? {
          targets: targets
            .filter(({ id, name }) => [id, name].some((known) => fitsAny(wanted, known)))
            .map(({ id }) => id),
        }
      : {}),
  };
}

function labelsOf(patterns: readonly string[], prompts: readonly SuitePrompt[]): readonly string[] {
  return prompts
    .filter(({ label, id, raw }) => fitsAny(patterns, label) || patterns.includes(id ?? raw))
    .map(({ label }) => label);
}

/** `group` also means all of `group:one`, `group:two` and the numbered prompts of one file. */
function fitsAny(patterns: readonly string[], name: string): boolean {
  return patterns.some(
    (pattern) => fitsPattern(pattern, name) || name.startsWith(`${pattern}:`) || name.startsWith(`${pattern} #`),
  );
}
