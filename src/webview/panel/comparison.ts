import { type Agreement, agreements } from '../../core/diff/agreement.ts';
import { type DiffMode, diffTexts, similarityOf, type TextDiff } from '../../core/diff/diffTexts.ts';
import { formatJson } from '../../core/diff/formatJson.ts';
import { oddOneOut } from '../../core/diff/oddOneOut.ts';
import { type Column, finishedText, finishedTurns } from './column.ts';

/** Longer answers are not compared: a reader would not do it either, and the panel has to stay quick. */
const measuredLength = 1_000_000;

interface Remembered<T> {
  readonly texts: readonly string[];
  readonly value: T;
}

/** The differences between the columns. They are computed from the answers, never sent, and only once for the same texts. */
export class Comparison {
  readonly #diffs = new Map<string, Remembered<readonly TextDiff[]>>();
  readonly #similarities = new Map<string, Remembered<number>>();
  readonly #json = new Map<string, Remembered<string | undefined>>();
  readonly #odd = new Map<string, Remembered<number | undefined>>();
  readonly #agreements = new Map<string, Remembered<readonly Agreement[]>>();

  /** The differences of two finished cells, one for each turn of their users; the shorter conversation says nothing in the turns it has not. */
  diff(base: Column, other: Column, mode: DiffMode): readonly TextDiff[] | undefined {
    const [left, right] = [finishedTurns(base), finishedTurns(other)];
    if (!left || !right) return undefined;
    const turns = Array.from({ length: Math.max(left.length, right.length) }, (_, turn) => turn);
    const texts = turns.flatMap((turn) => [left[turn] ?? '', right[turn] ?? '']);
    return remember(this.#diffs, { key: `${other.target}\n${mode}`, texts }, () =>
      turns.map((turn) => diffTexts(left[turn] ?? '', right[turn] ?? '', { mode })),
    );
  }

  /** Share of the text that a column has in common with the base, from 0 to 1. */
  similarity(base: Column, other: Column): number | undefined {
    const [left, right] = finishedTexts([base, other]) ?? [];
    if (left === undefined || right === undefined || left.length + right.length > measuredLength) return undefined;
    return remember(this.#similarities, { key: other.target, texts: [left, right] }, () => similarityOf(left, right));
  }

  /** The last words of a finished cell as indented JSON, when they are JSON. */
  json(column: Column, layout: { readonly sortKeys: boolean }): string | undefined {
    const text = finishedText(column);
    if (text === undefined || text.length > measuredLength) return undefined;
    return remember(this.#json, { key: `${column.target}\n${layout.sortKeys}`, texts: [text] }, () =>
      formatJson(text, layout),
    );
  }

  /** The column that is least like the others, known once all columns that can finish have finished. */
  oddOneOut(columns: readonly Column[]): Column | undefined {
    const finished = columns.filter((column) => finishedTurns(column) !== undefined);
    const texts = finishedTexts(finished) ?? [];
    const index = remember(this.#odd, { key: 'all', texts }, () => oddOneOut(texts));
    return index === undefined ? undefined : finished[index];
  }

  /** What the last words of the columns agree on. */
  agreements(columns: readonly Column[]): readonly Agreement[] {
    const texts = columns.map(finishedText).filter((text) => text !== undefined);
    if (texts.some((text) => text.length > measuredLength)) return [];
    return remember(this.#agreements, { key: 'all', texts }, () => agreements(texts));
  }
}

/** Everything that was said in these columns; undefined while one of them has not finished. */
function finishedTexts(columns: readonly Column[]): readonly string[] | undefined {
  const texts = columns.map((column) => finishedTurns(column)?.join('\n\n')).filter((text) => text !== undefined);
  return texts.length === columns.length ? texts : undefined;
}

function remember<T>(
  cache: Map<string, Remembered<T>>,
  { key, texts }: { readonly key: string; readonly texts: readonly string[] },
  compute: () => T,
): T {
  const known = cache.get(key);
  if (known && known.texts.length === texts.length && known.texts.every((text, index) => text === texts[index]))
    return known.value;
  const value = compute();
  cache.set(key, { texts, value });
  return value;
}
