import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { PreferenceProblems } from '../../../src/core/plan/preferenceProblems.ts';
import { evalCase } from '../../support/evalCase.ts';

const target = (id: string) => ({ id, model: id });

function problemsOf(against: string, { targets = ['a/b', 'a/c'], hasOlderVersion = false } = {}) {
  const found = new PreferenceProblems(targets.map(target), hasOlderVersion);
  const check: Assertion = { type: 'prefer', value: 'is kinder', against, negated: false };
  found.add(evalCase('one', { checks: [check] }));
  found.add(evalCase('two', { checks: [check] }));
  return found.problems.map(({ severity, message }) => `${severity}: ${message}`);
}

describe('a preference whose other answer does not come', () => {
  it('is named before anything is asked, once for each place', () => {
    assert.deepEqual(problemsOf('head'), [
      'error: "prefer" against head has nothing to compare with here: its rows end in an error. Both versions are asked by: polyprompt check',
    ]);
    assert.deepEqual(problemsOf('a/gone'), [
      'error: "prefer" is against a/gone, which is no model of this run: its rows end in an error. The run has a/b, a/c.',
    ]);
    assert.deepEqual(problemsOf('all', { targets: ['a/b'] }), [
      'error: "prefer" against all needs a second model: its rows end in an error.',
    ]);
  });

  it('is none where it comes', () => {
    assert.deepEqual(problemsOf('head', { hasOlderVersion: true }), []);
    assert.deepEqual(problemsOf('all'), []);
    assert.deepEqual(problemsOf('a/c'), []);
  });
});
