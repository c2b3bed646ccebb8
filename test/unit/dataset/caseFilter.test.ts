import assert from 'node:assert/strict';
import { caseFilter } from '../../../src/core/dataset/caseFilter.ts';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import type { JsonObject } from '../../../src/core/json.ts';

function row(id: string, vars: JsonObject, metadata: JsonObject): EvalCase {
  return { id, vars, metadata, checks: [], options: {}, place: { file: 's', range: { start: 0, end: 0 } } };
}

const cases = [
  row('lamp', { q: 'A lamp' }, { room: 'hall', level: 1 }),
  row('chair', { q: 'A chair' }, { room: ['hall', 'kitchen'] }),
  row('sum', { q: 'x=1' }, {}),
];
const found = (...filters: string[]) => cases.filter(caseFilter(cases, filters)).map(({ id }) => id);

describe('caseFilter', () => {
  it('finds text anywhere in a case, in any case', () => assert.deepEqual(found('LAMP'), ['lamp']));
  it('asks metadata where some case has that key', () => {
    assert.deepEqual(found('room=hall'), ['lamp', 'chair']);
    assert.deepEqual(found('room=kitchen'), ['chair']);
    assert.deepEqual(found('level=1'), ['lamp']);
    assert.deepEqual(found('room=attic'), []);
  });
  it('looks for everything else as text', () => assert.deepEqual(found('x=1'), ['sum']));
  it('narrows with every further filter', () => assert.deepEqual(found('room=hall', 'chair'), ['chair']));
  it('lets everything through without one', () => assert.deepEqual(found(), ['lamp', 'chair', 'sum']));
});
