import assert from 'node:assert/strict';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { canonicalVars, caseIdentities } from '../../../src/core/gate/caseIdentity.ts';
import { matchCases } from '../../../src/core/gate/matchCases.ts';
import { matchTargets } from '../../../src/core/gate/matchTargets.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { evalCase } from '../../support/evalCase.ts';

const row = (id: string, vars: JsonObject, change: Partial<EvalCase> = {}) => evalCase(id, { vars, ...change });

/** `new = old` for each pair. */
function matched(newer: readonly EvalCase[], older: readonly EvalCase[], templates = ['Say {{word}}']): string[] {
  const asked = ({ vars }: EvalCase) => (vars['sent'] === undefined ? undefined : String(vars['sent']));
  const found = matchCases({ cases: newer, templates, askedBy: asked }, { cases: older, templates, askedBy: asked });
  return [...found].map(([now, before]) => `${now.id} = ${before.id}`).sort();
}

describe('cases of two versions', () => {
  it('are the same by the name that the suite gives them, whatever else was edited', () => {
    const older = [row('a', { word: 'lamp' }, { key: '1' }), row('b', { word: 'chair' }, { key: '2' })];
    const newer = [row('c', { word: 'chair' }, { key: '1' }), row('d', { word: 'sofa' }, { key: '2' })];
    assert.deepEqual(matched(newer, older), ['c = a', 'd = b']);
  });

  it('are the same by their inputs, in any order and any file format', () => {
    const older = [row('a', { word: 'lamp', size: '5' }), row('b', { word: 'chair', size: '', on: 'true' })];
    const newer = [row('c', { on: true, word: 'chair\r\n', size: null }), row('d', { size: 5, word: 'lamp' })];
    assert.deepEqual(matched(newer, older), ['c = b', 'd = a']);
    assert.equal(canonicalVars({ b: { y: 1, x: [2] }, a: 'z' }), '[["a","z"],["b","{\\"x\\":[2],\\"y\\":1}"]]');
  });

  it('are the same by the inputs that the prompts name: what is expected is none', () => {
    const older = ['lamp', 'chair'].map((word) => row(word, { word, expected: word }));
    const newer = ['chair', 'lamp'].map((word) => row(`new ${word}`, { word, expected: 'l' }));
    assert.deepEqual(matched(newer, older), ['new chair = chair', 'new lamp = lamp']);
  });

  it('are the same with another name of a variable, and with a column more or less', () => {
    const older = ['lamp', 'chair'].map((word) => row(word, { word }));
    const renamed = ['chair', 'lamp'].map((term) => row(`new ${term}`, { term }));
    const expected = ['new chair = chair', 'new lamp = lamp'];
    assert.deepEqual(matched(renamed, older, ['Say it']), expected);
    const wider = ['chair', 'lamp'].map((word) => row(`new ${word}`, { word, language: 'en' }));
    assert.deepEqual(matched(wider, older, ['Say it']), expected);
    assert.deepEqual(matched(older, wider, ['Say it']), ['chair = new chair', 'lamp = new lamp']);
  });

  it('are others with other values of the same variables', () => {
    const older = [row('a', { word: 'lamp', language: 'en' })];
    assert.deepEqual(matched([row('b', { word: 'chair', language: 'en' })], older), []);
  });

  it('are the same by a description that only they have, or by what they ask', () => {
    const about = (id: string, word: string, description: string) => row(id, { word }, { description });
    const older = [about('a', 'lamp', 'light'), about('b', 'chair', 'seat'), about('c', 'sofa', 'seat')];
    const newer = [about('d', 'lamps', 'light'), about('e', 'chairs', 'seat'), about('f', 'sofas', 'seat')];
    assert.deepEqual(matched(newer, older), ['d = a']);
    assert.deepEqual(matched([row('b', { sent: 'x', n: 1 })], [row('a', { sent: 'x', n: 2 })], []), ['b = a']);
  });

  it('are told apart among equals: by all they say, by their description, by their order', () => {
    const same = (id: string, description: string) => row(id, { word: 'lamp' }, { description });
    const older = [same('x', '1'), same('y', '2'), same('z', '3'), same('w', '4')];
    const newer = [same('new', '3'), same('other', '5'), same('y', '9')];
    assert.deepEqual(matched(newer, older), ['new = z', 'other = x', 'y = y']);
  });

  it('are paired in time that grows with their number', () => {
    const rows = (from: string) =>
      Array.from({ length: 20_000 }, (_, index) => row(`${from} ${index}`, { word: 'same' }));
    assert.equal(matched(rows('new'), rows('old')).length, 20_000);
  });

  it('are called by their inputs or their name in a baseline, and by their number among equals', () => {
    const cases = [row('a', { word: 'lamp' }), row('b', { word: 'lamp' }), row('c', { word: 'x' }, { key: '7' })];
    const [first = '', second, named] = caseIdentities(cases).values();
    assert.equal(second, `${first}-2`);
    const edited = [row('d', { word: 'y' }, { key: '7' }), row('e', { word: 'lamp' }, { checks: [] })];
    assert.deepEqual([...caseIdentities(edited).values()], [named, first]);
  });
});

describe('targets of two versions', () => {
  const target = (id: string, model: string, temperature = 0) => ({ id, model, parameters: { temperature } });

  it('are the same by name, by model and settings, or by model', () => {
    const older = [target('a', 'x/1'), target('b', 'x/2', 1), target('c', 'x/2', 0), target('gone', 'x/9')];
    const newer = [target('plain', 'x/2', 0), target('a', 'x/7'), target('warm', 'x/2', 0.5)];
    assert.deepEqual(
      [...matchTargets(newer, older)],
      [
        ['a', 'a'],
        ['c', 'plain'],
        ['b', 'warm'],
      ],
    );
  });
});
