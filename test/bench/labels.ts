import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { hashJson } from '../../src/core/hash.ts';
import { answerLabels } from '../../src/core/people/answerLabels.ts';
import { personMarks, verdictsByAnswer } from '../../src/core/people/personMark.ts';
import { saidByPeople } from '../../src/core/people/saidByPeople.ts';
import { type VerdictLine, writeVerdictLine } from '../../src/core/people/verdictLines.ts';
import { answerBook } from '../../src/node/people/verdictBook.ts';
import { readVerdicts, verdictFileOf } from '../../src/node/people/verdictFile.ts';
import { median, printFigure } from './figure.ts';

const labels = 10_000;
const rounds = 9;
const suite = 'triage.eval.yaml';

/** Opening 10,000 labels: reading the file, who is in force, and what people say together; beside it the floor, which is to read and parse the lines. */
export function benchLabels(): void {
  const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-labels-'));
  try {
    const file = verdictFileOf(storage, suite);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, linesOf(labels));
    const floor = medianOf(() => {
      for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) JSON.parse(line);
    });
    const joint = medianOf(() => answerLabels(readVerdicts(storage, suite).lines));
    const checks = medianOf(() => saidByPeople(readVerdicts(storage, suite).lines));
    const answers = [{ target: 'a/one', repeat: 0, digest: digestOf(7) }];
    const row = medianOf(() => personMarks(answers, verdictsByAnswer(readVerdicts(storage, suite).lines), 'Ann'));
    const book = answerBook(storage, suite);
    book();
    const again = medianOf(() => personMarks(answers, book(), 'Ann'));
    const note = (ms: number) =>
      `${labels} lines, ${rounds} rounds; reading and parsing alone takes ${floor.toFixed(1)} ms, so ${(ms / floor).toFixed(1)} times the floor`;
    const target = 300;
    printFigure({
      name: 'open 10,000 labels, joint verdicts, median',
      value: joint,
      unit: 'ms',
      target,
      note: note(joint),
    });
    printFigure({
      name: 'open 10,000 labels for checks, median',
      value: checks,
      unit: 'ms',
      target,
      note: note(checks),
    });
    printFigure({ name: 'open 10,000 labels for a row, median', value: row, unit: 'ms', target, note: note(row) });
    printFigure({
      name: 'a row of 10,000 open labels, median',
      value: again,
      unit: 'ms',
      target: 5,
      note: note(again),
    });
  } finally {
    rmSync(storage, { recursive: true });
  }
}

function medianOf(work: () => unknown): number {
  const samples = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(samples);
}

function digestOf(index: number): string {
  return hashJson({ inputs: { row: index }, text: `answer ${index}` });
}

/** Three people, of whom one changes a mind now and then, with notes and criteria as a review leaves them. */
function linesOf(count: number): string {
  const people = ['Ann', 'Bob', 'Cem'];
  const verdicts = ['pass', 'fail', 'unsure'] as const;
  return Array.from({ length: count }, (_, index): string => {
    const answer = digestOf(index % Math.ceil(count / 2));
    const line: VerdictLine = {
      id: `${hashJson({ index }).slice(0, 8)}-4a1b-4c2d-8e3f-${index}`,
      answer,
      by: people[index % 3] ?? 'Ann',
      at: new Date(1_790_000_000_000 + index * 1000).toISOString(),
      caseId: answer.slice(0, 12),
      target: 'a/one',
      verdict: verdicts[index % 7 === 0 ? 2 : index % 3 === 0 ? 1 : 0] ?? 'pass',
      heap: 'random',
      chance: 0.25,
      ...(index % 11 === 0 ? { note: `It is too long, and names nobody (${index}).` } : {}),
    };
    return `${writeVerdictLine(line)}\n`;
  }).join('');
}
