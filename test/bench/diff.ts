import { performance } from 'node:perf_hooks';
import { diffTexts } from '../../src/core/diff/diffTexts.ts';
import { median, printFigure } from './figure.ts';

const rounds = 9;

/** A small seeded generator, so that every run diffs the same texts. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function prose(length: number, seed: number): string {
  const random = seeded(seed);
  const words: string[] = [];
  for (let size = 0; size < length; ) {
    const word = `${Math.floor(random() ** 2 * 4000).toString(36)}${random() < 0.08 ? '.\n' : ''}`;
    words.push(word);
    size += word.length + 1;
  }
  return words.join(' ');
}

/** The text with about 3% of its words replaced. */
function edited(text: string, seed: number): string {
  const random = seeded(seed);
  return text.replace(/\w+/g, (word) => (random() < 0.03 ? `${word}x` : word));
}

/** Word diff of answers alike and unlike, at two sizes. */
export function benchDiff(): void {
  const sizes = [
    { size: 20_000, similar: 8, unlike: 20 },
    { size: 200_000, similar: 50, unlike: 200 },
  ];
  for (const { size, similar, unlike } of sizes) {
    const base = prose(size, 1);
    report(`word diff, two similar ${size / 1000} kB answers`, [base, edited(base, 2)], similar);
    report(`word diff, two unlike ${size / 1000} kB answers`, [base, prose(size, 3)], unlike);
  }
}

function report(name: string, [left, right]: readonly [string, string], target: number): void {
  const samples = Array.from({ length: rounds }, () => {
    const started = performance.now();
    diffTexts(left, right, { mode: 'words' });
    return performance.now() - started;
  });
  printFigure({ name: `${name}, median`, value: median(samples), unit: 'ms', target, note: `${rounds} rounds` });
}
