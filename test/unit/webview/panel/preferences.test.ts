import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultPreferences, type Preferences, readPreferences } from '../../../../src/webview/panel/preferences.ts';

describe('readPreferences', () => {
  it('reads back what was written', () => {
    const written: Preferences = {
      prompt: 'file:///prompts/triage.prompt',
      diff: 'words',
      hideEqual: true,
      markdown: true,
      inputsShown: false,
      foldedRun: 'run-1',
      historyShown: true,
      base: 'openai/gpt-5.6-luna',
      hidden: ['simulated/terse'],
      order: ['a', 'b'],
      widths: { a: 300 },
      repeats: { a: 2 },
      shownWhole: ['cell'],
      markedAnyway: ['b'],
      drafts: { ticket: 'unsent' },
      results: { 'cell 1 0': 'a result' },
      followUp: 'And in euros?',
      scroll: { a: 12 },
    };
    assert.deepEqual(readPreferences(JSON.parse(JSON.stringify(written))), written);
  });

  it('starts from the defaults when nothing or something else was kept', () => {
    for (const state of [undefined, null, 'text', 7, []]) assert.deepEqual(readPreferences(state), defaultPreferences);
  });

  it('drops values that make no sense and keeps the others', () => {
    const read = readPreferences({
      diff: 'colours',
      base: 7,
      hidden: ['a', 1],
      widths: { a: -5, b: 200, c: 'wide' },
      drafts: [],
    });
    assert.deepEqual(read, { ...defaultPreferences, hidden: ['a'], widths: { b: 200 } });
  });

  it('takes any JSON without throwing', () => {
    fc.assert(fc.property(fc.jsonValue(), (state) => assert.ok(readPreferences(state))));
  });
});
