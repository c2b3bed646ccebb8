import assert from 'node:assert/strict';
import { isLeftOut, leftOutOf, placedProblems, placeOfProblem } from '../../../src/core/run/runProblem.ts';
import type { Problem } from '../../../src/core/text/problem.ts';

const texts: Readonly<Record<string, string>> = { '/w/a.eval.yaml': 'prompt: p\nmodels: []\n\ncases: x\n' };
const files = { read: (file: string) => texts[file], nameOf: (file: string) => file.slice('/w/'.length) };

function problem(at: number, fields: Partial<Problem & { readonly file: string }> = {}) {
  const range = { start: at, end: at + 1 };
  return { file: '/w/a.eval.yaml', severity: 'error', code: 'c', message: 'm', range, ...fields } as const;
}

describe('the problems of a run', () => {
  it('have lines and columns from 1', () => {
    const places = [0, 8, 10, 22, 30].map((at) =>
      placedProblems([problem(at)], files)
        .map(placeOfProblem)
        .join(),
    );
    assert.deepEqual(places, [
      'a.eval.yaml:1:1',
      'a.eval.yaml:1:9',
      'a.eval.yaml:2:1',
      'a.eval.yaml:4:1',
      'a.eval.yaml:4:9',
    ]);
  });

  it('stand at the beginning of a file that cannot be read', () => {
    assert.deepEqual(placedProblems([problem(30, { file: '/w/gone.csv' })], files).map(placeOfProblem), [
      'gone.csv:1:1',
    ]);
  });

  it('are errors and warnings, each once', () => {
    const severities = (['error', 'warning', 'information', 'hint'] as const).map((severity) =>
      problem(0, { severity }),
    );
    assert.deepEqual(
      placedProblems([...severities, ...severities], files).map(({ severity }) => severity),
      ['error', 'warning'],
    );
  });

  it('leave something out when they are errors, or parts that are not carried out', () => {
    const [error, warning, unsupported] = placedProblems(
      [problem(0), problem(1, { severity: 'warning' }), problem(2, { severity: 'warning', code: 'unsupported' })],
      files,
    );
    assert.ok(error && warning && unsupported);
    assert.deepEqual([error, warning, unsupported].map(isLeftOut), [true, false, true]);
    assert.deepEqual(leftOutOf({ problems: [error, warning, unsupported] }), [error, unsupported]);
    assert.deepEqual(leftOutOf({}), []);
  });
});
