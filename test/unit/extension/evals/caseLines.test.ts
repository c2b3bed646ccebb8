import assert from 'node:assert/strict';
import type { EvalCase, Suite } from '../../../../src/core/dataset/suite.ts';
import { CaseLines } from '../../../../src/extension/evals/caseLines.ts';

const text = 'one\ntwo\nthree\nfour\n';
const rowAt = (name: string): EvalCase => ({
  id: name,
  vars: {},
  checks: [],
  metadata: {},
  options: {},
  place: { file: '/w/c.jsonl', range: { start: text.indexOf(name), end: text.indexOf(name) + name.length } },
});
const suite: Suite = {
  name: 's',
  file: '/w/s.eval.yaml',
  prompts: [],
  targets: [],
  cases: ['one', 'two', 'three', 'four'].map(rowAt),
  derivedMetrics: [],
  repeat: 1,
  problems: [],
};

function linesOver() {
  const positionAt = (offset: number) => ({ line: text.slice(0, offset).split('\n').length - 1 });
  return new CaseLines({ suite }, { uri: { fsPath: '/w/c.jsonl' }, positionAt });
}

type Place = readonly [line: number, character: number];

function change([startLine, startCharacter]: Place, [endLine, endCharacter]: Place, inserted: string) {
  const start = { line: startLine, character: startCharacter };
  const end = { line: endLine, character: endCharacter };
  const isEmpty = startLine === endLine && startCharacter === endCharacter;
  return { range: { start, end, isEmpty }, text: inserted };
}

function linesAfter(...changes: readonly ReturnType<typeof change>[]): string[] {
  const lines = linesOver();
  lines.apply(changes);
  return lines.all().map(({ testCase, line, isEdited }) => `${testCase.id}@${line}${isEdited ? ' edited' : ''}`);
}

describe('the lines of cases while their file is edited', () => {
  it('stay where nothing changes above them', () => {
    assert.deepEqual(linesAfter(change([3, 4], [3, 4], '!')), ['one@0', 'two@1', 'three@2', 'four@3 edited']);
  });

  it('move down with lines that are put above them', () => {
    assert.deepEqual(linesAfter(change([1, 0], [1, 0], 'new\nnewer\n')), ['one@0', 'two@3', 'three@4', 'four@5']);
    assert.deepEqual(linesAfter(change([0, 3], [0, 3], '\nnew')), ['one@0 edited', 'two@2', 'three@3', 'four@4']);
  });

  it('move up when lines above them go, and those that went count as edited', () => {
    assert.deepEqual(linesAfter(change([0, 3], [2, 5], '')), [
      'one@0 edited',
      'two@0 edited',
      'three@0 edited',
      'four@1',
    ]);
  });

  it('need no new drawing while one line is typed in, or others only move', () => {
    const lines = linesOver();
    assert.equal(lines.apply([change([1, 2], [1, 2], 'x')]), true);
    assert.equal(lines.apply([change([1, 3], [1, 3], 'y')]), false);
    assert.equal(lines.apply([change([0, 0], [0, 0], 'new\n')]), false);
    assert.equal(lines.apply([change([0, 0], [1, 0], '')]), true);
  });

  it('are found by line, the visible ones alone', () => {
    assert.deepEqual(
      linesOver()
        .between(1, 2)
        .map(({ testCase }) => testCase.id),
      ['two', 'three'],
    );
    assert.equal(linesOver().idByLine().get(2), 'three');
  });
});
