import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';

/** One measured figure. A missed target is visible, never a failure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  /** What else a reader needs to judge it. */
  readonly note?: string;
}

const root = path.resolve(import.meta.dirname, '..', '..');
const file = path.join(root, 'bench', 'results.json');
const figures: (Figure & { readonly met: boolean })[] = [];
const loadBefore = loadavg()[0];

/** Prints one JSON line, and keeps the figure for `keepFigures`. */
export function printFigure(figure: Figure): void {
  const value = Math.round(figure.value * 1000) / 1000;
  const measured = { ...figure, value, met: value <= figure.target };
  figures.push(measured);
  console.log(JSON.stringify(measured));
}

/** Adds what was measured to `bench/results.json`, newest last, with all that is needed to compare it with an earlier time. */
export function keepFigures(): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const run = {
    date: new Date().toISOString(),
    commit,
    node: process.version,
    cores: cpus().length,
    loadBefore,
    figures,
  };
  const earlier: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...(Array.isArray(earlier) ? earlier : []), run], undefined, 2)}\n`);
}

/** The value below which `share` (0 to 1) of the samples lie; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
