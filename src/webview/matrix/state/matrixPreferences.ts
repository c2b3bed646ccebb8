import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import type { AnswerPreferences } from '../../panel/answerContext.ts';
import { type DiffChoice, diffChoices, readPreferences } from '../../panel/preferences.ts';
import { type ConfusionFilter, type MatrixFilter, noFilter, outcomeFilters } from './gridItems.ts';

/** The reader's arrangement of the matrix. The editor keeps it while the panel is hidden or reloaded; it is never sent to the host. */
export interface MatrixPreferences extends AnswerPreferences {
  /** The address of the suite, so that a reloaded window finds it again. */
  readonly suite: string;
  readonly filter: MatrixFilter;
  /** How answers are compared in a run of two versions of a prompt. There the reader looks for the difference, so it is shown at first. */
  readonly versionDiff: DiffChoice;
  /** The case whose answers are open; empty for none. */
  readonly openCase: string;
  /** Target that the other answers are compared with; empty means the first one. */
  readonly base: string;
  /** True when the beginning of each answer is shown in its cell. */
  readonly answersShown: boolean;
  /** True when all figures of each target are shown, not only one line. */
  readonly totalsShown: boolean;
  /** True when the figures of classes and fields stand in place of the rows. */
  readonly tasksShown: boolean;
  /** The index of what the next verdict on an answer is about, among the things that people are asked. */
  readonly subject: number;
  readonly historyShown: boolean;
  readonly limitsShown: boolean;
  /** Scroll position in pixels. */
  readonly scrollTop: number;
}

export const defaultMatrixPreferences: MatrixPreferences = readMatrixPreferences(undefined);

/** The preferences out of what the editor kept. An older version may have written it, so each value is checked. */
export function readMatrixPreferences(state: unknown): MatrixPreferences {
  const kept = isJsonObject(state) ? state : {};
  const { diff, hideEqual, markdown, shownWhole, markedAnyway, base, historyShown } = readPreferences(kept);
  const scrollTop = kept['scrollTop'];
  return {
    suite: textIn(kept, 'suite'),
    filter: readFilter(kept['filter']),
    openCase: textIn(kept, 'openCase'),
    diff,
    versionDiff: diffChoices.find((choice) => choice === kept['versionDiff']) ?? 'words',
    hideEqual,
    markdown,
    shownWhole,
    markedAnyway,
    base,
    answersShown: kept['answersShown'] !== false,
    totalsShown: kept['totalsShown'] === true,
    tasksShown: kept['tasksShown'] === true,
    // It is about the open row alone, so that a page that comes back begins at the first.
    subject: 0,
    historyShown,
    limitsShown: kept['limitsShown'] === true,
    scrollTop: typeof scrollTop === 'number' && Number.isFinite(scrollTop) && scrollTop >= 0 ? scrollTop : 0,
  };
}

/** The arrangement for a run: a run of two versions has its own way to compare answers. */
export function preferencesFor(preferences: MatrixPreferences, isOfVersions: boolean): MatrixPreferences {
  return isOfVersions ? { ...preferences, diff: preferences.versionDiff } : preferences;
}

/** A wish about such an arrangement, in the form in which it is kept. */
export function preferenceChange(
  { diff, ...change }: Partial<MatrixPreferences>,
  isOfVersions: boolean,
): Partial<MatrixPreferences> {
  if (diff === undefined) return change;
  return isOfVersions ? { ...change, versionDiff: diff } : { ...change, diff };
}

function readFilter(kept: unknown): MatrixFilter {
  if (!isJsonObject(kept)) return noFilter;
  return {
    outcome: outcomeFilters.find((choice) => choice === kept['outcome']) ?? 'all',
    differs: kept['differs'] === true,
    changed: kept['changed'] === true,
    search: textIn(kept, 'search'),
    metadata: textIn(kept, 'metadata'),
    confusion: readConfusion(kept['confusion']),
    groupBy: textIn(kept, 'groupBy'),
  };
}

function readConfusion(kept: unknown): ConfusionFilter | null {
  if (!isJsonObject(kept)) return null;
  const { labels } = kept;
  const [target, name, expected, answered] = ['target', 'name', 'expected', 'answered'].map((key) => textIn(kept, key));
  if (!target || !name || !expected || !answered || !Array.isArray(labels)) return null;
  return { target, name, expected, answered, labels: labels.filter((label) => typeof label === 'string') };
}

function textIn(kept: JsonObject, name: string): string {
  const value = kept[name];
  return typeof value === 'string' ? value : '';
}
