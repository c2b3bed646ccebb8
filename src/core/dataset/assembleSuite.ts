import { defined } from '../jsonRead.ts';
import { closest } from '../text/closest.ts';
import { formatCount } from '../text/formatCount.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import { type CaseDraft, withDefaults } from './caseDraft.ts';
import { expandCases } from './expandCases.ts';
import { mostRepeats } from './mostRepeats.ts';
import type { NamedTarget } from './readTargets.ts';
import type { EvalCase, SourcePlace, Suite, SuitePrompt, SuiteTarget } from './suite.ts';
import { fitsPattern } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { lintDeclaredTools } from './suiteTools.ts';
import { unusedColumns } from './unusedColumns.ts';

/** The findings of one format's reader, before defaults, matrices and filters are worked out. */
export interface SuiteParts {
  readonly name: string;
  readonly prompts: readonly SuitePrompt[];
  readonly targets: readonly NamedTarget[];
  readonly drafts: readonly CaseDraft[];
  readonly defaults?: CaseDraft;
  readonly derivedMetrics?: Suite['derivedMetrics'];
  readonly requirements?: Suite['requirements'];
  readonly judge?: string;
  readonly trust?: Suite['trust'];
  readonly embedder?: string;
  readonly repeat?: number;
  readonly concurrency?: number;
  readonly tools?: ToolSettings;
}

/** Puts a suite together; the readers of all formats end with this. */
export async function assembleSuite(reading: SuiteReading, parts: SuiteParts): Promise<Suite> {
  const {
    name,
    prompts,
    drafts,
    defaults,
    derivedMetrics = [],
    judge,
    trust,
    embedder,
    repeat = 1,
    concurrency,
    tools,
    requirements = [],
  } = parts;
  const targets: NamedTarget[] = [...parts.targets];
  const merged = drafts.map((draft) => withOwnTarget(withDefaults(draft, defaults), targets));
  const cases = await expandCases(reading, merged);
  const isRepeat = Number.isInteger(repeat) && repeat >= 1 && repeat <= mostRepeats;
  if (!isRepeat)
    reading.report(
      { file: reading.file, range: { start: 0, end: 0 } },
      'wrong-number',
      `"repeat" is a whole number from 1 to ${formatCount(mostRepeats)}.`,
    );
  for (const { place, message } of unusedColumns({ file: reading.file, prompts, cases }))
    reading.report(place, 'unused-columns', message, 'warning');
  lintDeclaredTools(reading, { prompts, targets, cases, ...defined({ tools }) });
  return {
    name,
    file: reading.file,
    prompts,
    targets: targets.map((target) => withoutName(reading, target, prompts)),
    cases: cases.map((item) => withFilters(reading, item, { prompts, targets })),
    derivedMetrics,
    ...(requirements.length > 0 ? { requirements } : {}),
    ...defined({ judge, trust, embedder }),
    repeat: isRepeat ? repeat : 1,
    ...defined({ concurrency, tools }),
    ...(reading.servers.size > 0 ? { serverPlaces: reading.servers } : {}),
    problems: reading.problems,
  };
}

/**
 * A case that names its own model is answered by that model: by the suite's target of it, or else by a target that joins the suite for this
 * case alone.
 */
function withOwnTarget({ ownTarget, ...draft }: CaseDraft, targets: NamedTarget[]): CaseDraft {
  if (!ownTarget) return draft;
  const same = ({ id: _id, isCaseOwn: _own, ...target }: NamedTarget) => JSON.stringify(target);
  let known = targets.find((target) => same(target) === same(ownTarget));
  if (!known) {
    const count = targets.filter(({ id }) => id === ownTarget.id || id.startsWith(`${ownTarget.id} #`)).length;
    known = { ...ownTarget, ...(count === 0 ? {} : { id: `${ownTarget.id} #${count + 1}` }), isCaseOwn: true };
    targets.push(known);
  }
  return { ...draft, targets: [known.id] };
}

function withoutName(
  reading: SuiteReading,
  { name: _name, ...target }: NamedTarget,
  prompts: readonly SuitePrompt[],
): SuiteTarget {
  if (!target.prompts) return target;
  const place = { file: reading.file, range: { start: 0, end: 0 } };
  return {
    ...target,
    prompts: chosen(reading, { what: 'prompt', patterns: target.prompts, place }, namesOfPrompts(prompts)),
  };
}

/** Replaces filters as they are written by the labels of prompts and the ids of targets that they choose. */
function withFilters(
  reading: SuiteReading,
  item: EvalCase,
  { prompts, targets }: { readonly prompts: readonly SuitePrompt[]; readonly targets: readonly NamedTarget[] },
): EvalCase {
  if (!item.prompts && !item.targets) return item;
  const { place } = item;
  // A model that a case brought along is chosen by that case alone, by its whole id.
  const models = targets.map(({ id, name, isCaseOwn }) =>
    isCaseOwn ? { is: id, names: [], exact: [id] } : { is: id, names: [id, name], exact: [] },
  );
  return {
    ...item,
    ...(item.prompts
      ? { prompts: chosen(reading, { what: 'prompt', patterns: item.prompts, place }, namesOfPrompts(prompts)) }
      : {}),
    ...(item.targets ? { targets: chosen(reading, { what: 'model', patterns: item.targets, place }, models) } : {}),
  };
}

interface Choice {
  readonly what: 'prompt' | 'model';
  readonly patterns: readonly string[];
  readonly place: SourcePlace;
}

/** Something that a filter may choose, by its names; in the names under `exact` no character is a wildcard. */
interface Choosable {
  readonly is: string;
  readonly names: readonly string[];
  readonly exact: readonly string[];
}

/** The ids or labels that filters choose. A filter that chooses nothing is a problem, since what it asks for would be left out. */
function chosen(
  reading: SuiteReading,
  { what, patterns, place }: Choice,
  all: readonly Choosable[],
): readonly string[] {
  const meantBy = (pattern: string) =>
    all.filter(({ names, exact }) => names.some((name) => fits(pattern, name)) || exact.includes(pattern));
  for (const pattern of patterns) {
    if (meantBy(pattern).length > 0) continue;
    const names = all.flatMap((choosable) => choosable.names);
    const [near] = closest(pattern, names, 1);
    const advice = near === undefined ? '' : ` Did you mean "${near}"?`;
    reading.report(
      place,
      'unknown-filter',
      `"${pattern}" is no ${what} of this suite, so nothing is run for it.${advice}`,
    );
  }
  return all
    .filter(({ names, exact }) =>
      patterns.some((pattern) => names.some((name) => fits(pattern, name)) || exact.includes(pattern)),
    )
    .map(({ is }) => is);
}

function namesOfPrompts(prompts: readonly SuitePrompt[]): readonly Choosable[] {
  return prompts.map(({ label, id, raw }) => ({ is: label, names: [label], exact: [id ?? raw] }));
}

/** `group` also means all of `group:one`, `group:two` and the numbered prompts of one file. */
function fits(pattern: string, name: string): boolean {
  return fitsPattern(pattern, name) || name.startsWith(`${pattern}:`) || name.startsWith(`${pattern} #`);
}
