import type { Change } from '../../../src/core/gate/change.ts';
import type { GatedCase, GateResult } from '../../../src/core/gate/gateResult.ts';
import type { VersionResult } from '../../../src/core/gate/versionResult.ts';

export function side(passes: boolean | null, change: Partial<VersionResult> = {}): VersionResult {
  return {
    passed: passes ? 1 : 0,
    graded: passes === null ? 0 : 1,
    score: passes === null ? null : Number(passes),
    answer: passes ? 'yes' : 'no',
    answerHash: 'aaaaaaaaaaaa',
    served: null,
    prompt: 'bbbbbbbbbbbb',
    reason: passes ? '' : 'Does not contain “yes”.',
    cost: { amount: 0.01, judges: 0, known: 1, cached: 0, simulated: 0, unknown: 0, atLeast: false, reported: false },
    price: 0.01,
    isPriceReported: false,
    ms: 10,
    from: 'run',
    ...change,
  };
}

const sides: Readonly<Record<Change, readonly [boolean | null | undefined, boolean | null | undefined]>> = {
  regressed: [false, true],
  fixed: [true, false],
  'still-failing': [false, false],
  same: [true, true],
  'new-failure': [false, undefined],
  'new-pass': [true, undefined],
  flaky: [true, true],
  'not-run': [null, true],
  unchecked: [null, null],
};

export function checkRow(change: Change, more: Partial<GatedCase> = {}): GatedCase {
  const [head, base] = sides[change];
  return {
    order: 0,
    caseId: 'case',
    name: 'a lamp',
    target: 'a/one',
    place: { file: 'cases.jsonl', line: 3 },
    change,
    head: head === undefined ? null : side(head),
    base: base === undefined ? null : side(base),
    note: null,
    byOlderChecks: null,
    ...more,
  };
}

export function checkResult(rows: readonly GatedCase[], more: Partial<GateResult> = {}): GateResult {
  const suite = {
    suite: 'a.eval.yaml',
    changed: [{ file: 'a.prompt', diff: '@@ -1 +1 @@\n-old\n+new' }],
    problems: [],
    knownProblems: [],
    notes: [],
  };
  return {
    version: 2,
    head: 'staged',
    base: 'HEAD',
    shard: null,
    suites: [{ ...suite, rows: rows.map((row, order) => ({ ...row, order })), unchanged: 2, removed: [] }],
    uncovered: [],
    gone: [],
    stopped: [],
    ...more,
  };
}
