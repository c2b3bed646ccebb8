import assert from 'node:assert/strict';
import { fromBaseline } from '../../../src/core/gate/knownBase.ts';
import type { VersionPair, VersionRow } from '../../../src/core/gate/pairVersions.ts';
import { promptHash } from '../../../src/core/gate/promptHash.ts';
import type { Baseline, BaselineEntry } from '../../../src/core/gate/storedBaseline.ts';
import { evalCase } from '../../support/evalCase.ts';

const cell = (id: string) => ({ id, caseId: 'x', target: 'a/one', repeat: 0, inputs: {}, messages: [] });
const versionRow = (request: string, change: Partial<VersionRow> = {}): VersionRow => ({
  testCase: evalCase('x'),
  caseId: 'old-id',
  identity: 'new-id',
  target: 'a/one',
  cells: [cell(request)],
  checks: 'today',
  ...change,
});
const pair = (change: Partial<VersionPair> = {}): VersionPair => ({
  caseId: 'old-id',
  target: 'a/one',
  head: [cell('head-request')],
  base: [cell('base-request')],
  newer: versionRow('head-request'),
  older: versionRow('base-request'),
  hasOtherChecks: false,
  hasOtherTransforms: false,
  ...change,
});

const entry = (request: string, change: Partial<BaselineEntry> = {}): BaselineEntry => ({
  passed: 1,
  graded: 1,
  score: 1,
  answer: null,
  served: null,
  prompt: promptHash({ id: request }),
  checks: 'today',
  date: '2026-11-20',
  ...change,
});
const lines = (key: string, value: BaselineEntry): Baseline => new Map([[`${key} a/one`, value]]);

describe('what a baseline says in place of a run', () => {
  it('is what was agreed to of this very prompt with these checks', () => {
    const found = fromBaseline(pair(), { accepted: lines('new-id', entry('head-request')) });
    assert.deepEqual([found.isAgreed, found.note], [true, 'Compared with the result accepted on 2026-11-20.']);
    const other = fromBaseline(pair(), { accepted: lines('new-id', entry('head-request', { checks: 'other' })) });
    assert.deepEqual([other.isAgreed, other.result], [undefined, undefined]);
  });

  it('is else what is known of the older prompt by the checks of today', () => {
    assert.ok(fromBaseline(pair(), { before: lines('new-id', entry('base-request')) }).result);
    const of = (change: Partial<BaselineEntry>, request = 'base-request') =>
      fromBaseline(pair(), { before: lines('new-id', entry(request, change)) });
    assert.deepEqual(of({ checks: 'other' }), { note: 'The baseline of 2026-11-20 is of other checks.' });
    assert.deepEqual(of({}, 'another'), { note: 'The baseline of 2026-11-20 is of another version of the prompt.' });
  });

  it('is read in the older format under the key that it had there, while the checks are the same', () => {
    const before = lines('old-id', entry('base-request', { checks: null }));
    assert.ok(fromBaseline(pair(), { before }).result);
    assert.equal(fromBaseline(pair({ hasOtherChecks: true }), { before }).result, undefined);
    assert.deepEqual(fromBaseline(pair(), { before: lines('new-id', entry('base-request', { checks: null })) }), {});
  });
});
