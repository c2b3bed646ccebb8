import { performance } from 'node:perf_hooks';
import { followRoute } from '../../src/core/routing/followRoute.ts';
import type { RouteBook } from '../../src/core/routing/routeCommand.ts';
import type { StoredAnswer } from '../../src/core/simulation/replayRows.ts';
import { replayRows } from '../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../src/core/simulation/routeChecks.ts';
import { simulateTarget } from '../../src/core/simulation/simulateRoute.ts';
import { finishedRun } from '../support/finishedRun.ts';
import { routeBook } from '../support/routes.ts';
import { median, printFigure } from './figure.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const policies = 50;
const rows = 10_000;
const choices = 20_000;

/** Ten policies of each of five kinds over five models. */
const projectText = `routes:\n${Array.from({ length: policies }, (_, index) => `  p${index}: ${policyOf(index)}`).join('\n')}\n`;

function policyOf(index: number): string {
  const [first = '', second = '', third = ''] = [0, 1, 2].map((step) => `fake/${names[(index + step) % names.length]}`);
  const list = `[${first}, ${second}, ${third}]`;
  return (
    [
      `{fallback: ${list}}`,
      `{cascade: ${list}}`,
      `{latency: ${list}, tolerance: 10%, hedge: p95}`,
      `{weighted: {${first}: 2, ${second}: 1}}`,
      `{cost: ${list}, floor: 80%, rules: {hard: {words: [prove, plan], longer-than: 400}}}`,
    ][index % 5] ?? ''
  );
}

/** Choosing a target, and simulating many policies over many stored answers. */
export async function benchRoutes(): Promise<void> {
  const figures = () =>
    new Map(names.map((name, index) => [`fake/${name}`, { passed: 9, graded: 10, cost: index + 1 }]));
  const classes = { simple: figures(), standard: figures(), hard: figures() };
  const measured = { classes, table: new Map(), words: [], date: '', suites: [] };
  const book = await routeBook(projectText, { measured: () => measured, price: (_model, tokens) => tokens });
  benchChoice(book);
  benchSimulation(book);
}

function benchChoice(book: RouteBook): void {
  const [row] = replayRows(finishedRun(names, ['Please plan my day'], () => ({ passed: true }))).rows;
  if (!row) throw new Error('one row');
  const start = { book, request: row.request, now: () => 0, random: () => 0.5 };
  for (const kind of ['fallback', 'cascade', 'latency', 'weighted', 'cost'].keys()) {
    const began = performance.now();
    for (let round = 0; round < choices; round++) followRoute(`p${kind}`, start).next();
    const each = ((performance.now() - began) / choices) * 1000;
    const name = ['fallback', 'cascade', 'latency', 'weighted', 'cost'][kind];
    printFigure({
      name: `choosing a target, ${name} route`,
      value: each,
      unit: 'us',
      target: 20,
      note: `mean of ${choices}`,
    });
  }
}

function benchSimulation(book: RouteBook): void {
  const seed = replayRows(finishedRun(names, ['Prompt'], () => ({ passed: true }))).rows[0];
  const answer = seed?.answers.get('fake/a');
  if (!seed || !answer) throw new Error('one row');
  const data = Array.from({ length: rows }, (_, index) => ({
    ...seed,
    request: { ...seed.request, key: String(index) },
    answers: new Map(
      names.map((name, at): [string, StoredAnswer] => [`fake/${name}`, variedAnswer(answer, index * 7 + at * 13)]),
    ),
  }));
  const options = { book, checks: new RouteChecks(), random: () => 0.5 };
  const samples = Array.from({ length: 3 }, () => {
    const began = performance.now();
    for (let policy = 0; policy < policies; policy++) simulateTarget(`route:p${policy}`, data, options);
    return performance.now() - began;
  });
  printFigure({
    name: `simulating ${policies} policies over ${rows} rows x ${names.length} models, median`,
    value: median(samples),
    unit: 'ms',
    target: 2000,
    note: '3 rounds',
  });
}

function variedAnswer(answer: StoredAnswer, index: number): StoredAnswer {
  const totalMs = 100 + (index % 97) * 10;
  return { ...answer, passed: index % 5 !== 0, totalMs, firstTokenMs: totalMs / 2, cost: 0.001 * (1 + (index % 3)) };
}
