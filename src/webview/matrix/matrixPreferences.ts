import { isJsonObject, type JsonObject } from '../../core/json.ts';
import type { AnswerPreferences } from '../answerContext.ts';
import { readPreferences } from '../preferences.ts';
import { type MatrixFilter, noFilter, outcomeFilters } from './gridItems.ts';

/** How the reader has arranged the matrix. Kept by the editor across hiding and reloading; never sent to the host. */
export interface MatrixPreferences extends AnswerPreferences {
  /** Address of the suite, so that a reloaded window finds it again. */
  readonly suite: string;
  readonly filter: MatrixFilter;
  /** The case whose answers are open; empty for none. */
  readonly openCase: string;
  /** Target that the other answers are compared with; empty means the first one. */
  readonly base: string;
  readonly historyShown: boolean;
  readonly limitsShown: boolean;
  /** Pixels. */
  readonly scrollTop: number;
}

export const defaultMatrixPreferences: MatrixPreferences = readMatrixPreferences(undefined);

/** Preferences out of what the editor kept: an older version may have written it, so each value is checked. */
export function readMatrixPreferences(state: unknown): MatrixPreferences {
  const kept = isJsonObject(state) ? state : {};
  const { diff, hideEqual, markdown, shownWhole, base, historyShown } = readPreferences(kept);
  const scrollTop = kept['scrollTop'];
  return {
    suite: textIn(kept, 'suite'),
    filter: readFilter(kept['filter']),
    openCase: textIn(kept, 'openCase'),
    diff,
    hideEqual,
    markdown,
    shownWhole,
    base,
    historyShown,
    limitsShown: kept['limitsShown'] === true,
    scrollTop: typeof scrollTop === 'number' && Number.isFinite(scrollTop) && scrollTop >= 0 ? scrollTop : 0,
  };
}

function readFilter(kept: unknown): MatrixFilter {
  if (!isJsonObject(kept)) return noFilter;
  return {
    outcome: outcomeFilters.find((choice) => choice === kept['outcome']) ?? 'all',
    differs: kept['differs'] === true,
    changed: kept['changed'] === true,
    search: textIn(kept, 'search'),
    metadata: textIn(kept, 'metadata'),
    groupBy: textIn(kept, 'groupBy'),
  };
}

function textIn(kept: JsonObject, name: string): string {
  const value = kept[name];
  return typeof value === 'string' ? value : '';
}
