import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../../src/core/errors.ts';
import type { PlannedCell } from '../../../../../src/core/run/events.ts';
import { moved, visibleColumns } from '../../../../../src/webview/compare/state/columns.ts';
import { initialState, receive } from '../../../../../src/webview/compare/state/compareStore.ts';
import { otherSide, shownAnswer } from '../../../../../src/webview/panel/column.ts';
import { defaultPreferences, type Preferences } from '../../../../../src/webview/panel/preferences.ts';
import { done, failed, models, runStarted, snapshotOf } from '../../../../e2e/panel/panelStates.ts';

const state = receive(initialState, snapshotOf([runStarted()]));
const [luna, haiku, flash, medium, terse] = models;

function columns(change: Partial<Preferences> = {}) {
  return visibleColumns(state, { ...defaultPreferences, ...change });
}

const several = {
  cells: [luna, `${luna} @ HEAD · temperature: 0`, haiku].flatMap((target) =>
    [0, 1, 2].map(
      (repeat): PlannedCell => ({ id: `${target} ${repeat}`, target, caseId: 'c', repeat, inputs: {}, messages: [] }),
    ),
  ),
  targets: [
    { id: luna, model: luna, parameters: {} },
    { id: `${luna} @ HEAD · temperature: 0`, model: luna, parameters: {}, version: 'HEAD', setting: 'temperature: 0' },
    { id: haiku, model: haiku, parameters: {} },
  ],
};

/** A run of three columns that were asked three times each, one of them in an older version. */
function asked() {
  const plain = runStarted();
  assert.ok(plain.type === 'run-started');
  return receive(initialState, snapshotOf([{ ...plain, ...several }]));
}

function labels(change: Partial<Preferences>): string {
  return columns(change)
    .map((column) => (column.isBase ? `[${column.label}]` : column.label))
    .join(' ');
}

describe('the columns', () => {
  it('stand in the order of the run, the first one as base', () => {
    assert.equal(labels({}), '[gpt-5.6-luna] claude-haiku-4-5 gemini-3.8-flash mistral-medium-2604 terse');
  });

  it('follow the reader: order, base, hidden', () => {
    const change = { order: [terse, luna], base: flash, hidden: [haiku] };
    assert.equal(labels(change), 'terse gpt-5.6-luna [gemini-3.8-flash] mistral-medium-2604');
  });

  it('fall back to the first column when the base is hidden', () => {
    assert.equal(
      labels({ base: luna, hidden: [luna] }),
      '[claude-haiku-4-5] gemini-3.8-flash mistral-medium-2604 terse',
    );
  });

  it('compare nothing with an answer that failed while there is another', () => {
    const error = new PolypromptError('overloaded', 'Too many requests.');
    const ended = receive(initialState, snapshotOf([runStarted(), failed(luna, error), done(haiku, 'Hi')]));
    const base = (change: Partial<Preferences>) =>
      visibleColumns(ended, { ...defaultPreferences, ...change }).find(({ isBase }) => isBase)?.target;
    assert.deepEqual([base({}), base({ base: luna }), base({ base: haiku })], [haiku, haiku, haiku]);
    const alone = receive(initialState, snapshotOf([runStarted([luna]), failed(luna, error)]));
    assert.equal(visibleColumns(alone, defaultPreferences)[0]?.isBase, true);
  });

  it('move by one place, or in front of another one, and stop at the edges', () => {
    assert.deepEqual(moved(columns(), haiku, 1), [luna, flash, haiku, medium, terse]);
    assert.deepEqual(moved(columns(), luna, -1), [luna, haiku, flash, medium, terse]);
    assert.deepEqual(moved(columns(), terse, { before: haiku }), [luna, terse, haiku, flash, medium]);
  });

  it('compare with the base, and the base with its first neighbour', () => {
    const [first, second, third] = columns();
    assert.equal(third && otherSide(columns(), third)?.target, first?.target);
    assert.equal(first && otherSide(columns(), first)?.target, second?.target);
  });

  it('show one of several answers, the one that the reader chose', () => {
    const [plain] = visibleColumns(asked(), defaultPreferences);
    assert.deepEqual([plain?.cell?.repeat, plain?.repeats?.map(({ repeat }) => repeat)], [0, [0, 1, 2]]);
    const chosen = visibleColumns(asked(), { ...defaultPreferences, repeats: { [luna]: 2 } });
    assert.equal(chosen[0]?.cell?.repeat, 2);
    assert.deepEqual(chosen[0] && shownAnswer(chosen[0]), { target: luna, repeat: 2 });
    const gone = visibleColumns(asked(), { ...defaultPreferences, repeats: { [luna]: 7 } });
    assert.equal(gone[0]?.cell?.repeat, 0);
  });

  it('name what sets them apart, and compare a version with its own model as the prompt stands', () => {
    const shown = visibleColumns(asked(), defaultPreferences);
    assert.deepEqual(
      shown.map(({ label, kind, comparedWith }) => [label, kind?.words, comparedWith]),
      [
        ['gpt-5.6-luna', undefined, undefined],
        ['gpt-5.6-luna @ HEAD · temperature: 0', ['HEAD', 'temperature: 0'], luna],
        ['claude-haiku-4-5', undefined, undefined],
      ],
    );
    const byHand = visibleColumns(asked(), { ...defaultPreferences, base: haiku });
    assert.equal(byHand[1]?.comparedWith, undefined);
  });

  it('are the chosen models before the first run', () => {
    const before = receive(initialState, snapshotOf([]));
    assert.deepEqual(
      visibleColumns(before, defaultPreferences).map((column) => [column.target, column.cell]),
      models.map((model) => [model, undefined]),
    );
  });
});
