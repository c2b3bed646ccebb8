import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatMeasurements, type Measurements } from '../../../../src/core/routing/measurements.ts';
import { createRouteBook, measuredFile } from '../../../../src/node/routes/routeBook.ts';

const measured: Measurements = {
  classes: { simple: new Map(), standard: new Map([['x/a', { passed: 9, graded: 10 }]]), hard: new Map() },
  table: new Map(),
  words: [],
  date: '2026-11-20',
  suites: ['s'],
};

describe('what a route learnt', () => {
  const storage = mkdtempSync(path.join(tmpdir(), 'routes-'));
  const book = createRouteBook({ routes: new Map() }, { storage, catalog: () => ({ entries: new Map() }) });
  mkdirSync(path.join(storage, 'routes'));
  after(() => rmSync(storage, { recursive: true }));

  it('is read when it is there, and again when it has changed', () => {
    assert.equal(book.measured('r'), undefined);
    writeFileSync(measuredFile(storage, 'r'), formatMeasurements(measured));
    assert.deepEqual(book.measured('r')?.suites, ['s']);
    assert.equal(book.measured('r'), book.measured('r'));
    writeFileSync(measuredFile(storage, 'r'), formatMeasurements({ ...measured, suites: ['s', 'another'] }));
    assert.deepEqual(book.measured('r')?.suites, ['s', 'another']);
  });

  it('is nothing where the file is damaged, or none', () => {
    for (const text of ['', '{"version": 1, "figures": [', 'null', '[]', '{"version": 2}', '\0'.repeat(1000)]) {
      writeFileSync(measuredFile(storage, 'damaged'), text);
      assert.equal(book.measured('damaged'), undefined, text);
    }
    mkdirSync(measuredFile(storage, 'folder'));
    assert.equal(book.measured('folder'), undefined);
  });

  it('keeps what is right of a file whose lines are wrong', () => {
    const figures = '[null, 3, {"class":"standard"}, {"class":"hard","target":"__proto__","passed":1,"graded":1}]';
    writeFileSync(
      measuredFile(storage, 'odd'),
      `{"version":1,"figures":${figures},"words":{},"table":[7],"suites":null}`,
    );
    const odd = book.measured('odd');
    assert.deepEqual([...(odd?.classes.hard ?? [])], [['__proto__', { passed: 1, graded: 1 }]]);
    assert.deepEqual([odd?.classes.standard.size, odd?.table.size, odd?.words], [0, 0, []]);
  });
});
