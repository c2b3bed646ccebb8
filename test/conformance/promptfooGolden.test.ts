import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import type { Suite } from '../../src/core/dataset/suite.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { workspaceSuiteFiles } from '../../src/node/suites/workspaceSuiteFiles.ts';
import { openSandbox } from '../support/sandbox.ts';
import { runSuite } from '../support/suiteRun.ts';
import { conformanceFiles, conformanceFolder, skipWithoutData } from './data.ts';
import { type Difference, derivedDifferences, differencesIn } from './goldenDifferences.ts';
import type { Golden } from './goldenFormat.ts';
import { requestDifferences } from './goldenRequests.ts';
import { derivedOf, type GradedRow, goldenAnswer, rowsOf } from './goldenRows.ts';
import { isByRule } from './goldenRules.ts';

const folder = conformanceFolder('promptfoo-golden');

interface GoldenEntry {
  readonly name: string;
  readonly config: string;
  readonly golden: string;
}

/** The providers that the goldens were recorded with: everything answers with the text it is sent. */
const providers = { echo: 'test/echo' };

const documented = readTable();

describe('the goldens recorded from promptfoo, row by row', function () {
  this.timeout(30_000);
  const entries: readonly GoldenEntry[] = folder ? readJson(path.join(folder, 'index.json')) : [];
  skipWithoutData(entries);
  const sandbox = openSandbox();
  const counts = { configs: 0, rows: 0, equal: 0, deliberate: 0, skipped: 0 };
  for (const entry of entries)
    it(entry.name, async function () {
      const golden: Golden = readJson(path.join(folder ?? '', entry.golden));
      if (golden.args) {
        counts.skipped += golden.rows?.length ?? 0;
        this.skip();
      }
      const suite = await readEntry(entry, golden);
      const { differences, rows: ours } = await differencesOf(suite, golden);
      const fields = [...new Set(differences.map(({ field }) => field))].sort();
      const allowed = documented.get(entry.name) ?? [];
      const unexplained = differences.filter(
        (difference) => !allowed.includes(difference.field) && !isByRule(difference, { suite, rows: ours }),
      );
      assert.deepEqual(unexplained, [], `stands in docs/promptfoo-differences.md: ${allowed.join(', ') || 'nothing'}`);
      assert.deepEqual(
        allowed.filter((field) => !fields.includes(field)),
        [],
        'said to differ, and does not',
      );
      const rows = golden.rows?.length ?? 0;
      const isWhole = fields.some((field) => field === 'load' || field === 'rows');
      const differing = new Set(differences.flatMap(({ row }) => (row < 0 ? [] : [row]))).size;
      counts.configs++;
      counts.rows += rows;
      counts.deliberate += isWhole ? rows : differing;
      counts.equal += isWhole ? 0 : rows - differing;
    });

  after(async () => {
    await sandbox.dispose();
    if (entries.length > 0) console.log(`      ${JSON.stringify(counts)}`);
  });

  async function differencesOf(suite: Suite, golden: Golden): Promise<Compared> {
    const errors = suite.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    const unsupported = suite.problems.filter(({ code }) => code === 'unsupported').map(({ message }) => message);
    if (golden.loadError !== undefined)
      return whole(
        errors.length > 0 ? [] : [{ row: -1, field: 'load', expected: golden.loadError, actual: unsupported }],
      );
    if (errors.length > 0) return whole([{ row: -1, field: 'load', expected: null, actual: errors }]);
    const run = await runSuite(suite, { scripts: { sandbox }, answer: goldenAnswer(golden) });
    const derived = derivedDifferences(golden, derivedOf(suite, run));
    const rows = await rowsOf(suite, run);
    return { rows, differences: [...differencesIn(golden, rows), ...derived, ...requestDifferences(golden, run)] };
  }
});

interface Compared {
  readonly differences: readonly Difference[];
  readonly rows: readonly GradedRow[];
}

/** Of a suite that is not run at all. */
function whole(differences: readonly Difference[]): Compared {
  return { differences, rows: [] };
}

async function readEntry(entry: GoldenEntry, golden: Golden): Promise<Suite> {
  const base = path.join(folder ?? '', path.dirname(entry.config));
  const environment = { MOCK_URL: 'http://mock.test', ...golden.env };
  return readSuite(path.basename(entry.config), workspaceSuiteFiles(base), { environment, providers });
}

/**
 * The fields in which a recording and we differ on purpose, by recording: from the table in docs/promptfoo-differences.md, and from a
 * table of the same form that may lie beside the recordings.
 */
function readTable(): ReadonlyMap<string, readonly string[]> {
  const file = path.join(import.meta.dirname, '../../docs/promptfoo-differences.md');
  const [, section = ''] = readFileSync(file, 'utf8').split('## Recorded runs');
  const own = conformanceFiles('promptfoo-golden', 'differences.md').map(({ text }) => text);
  const lines = [section, ...own].flatMap((text) => [...text.matchAll(/^\| `([\w./-]+)` \| ([\w ,]+) \|/gm)]);
  return new Map(lines.map(([, name = '', fields = '']) => [name, fields.split(',').map((field) => field.trim())]));
}

function readJson<Shape>(file: string): Shape {
  const parsed: Shape & JsonValue = JSON.parse(readFileSync(file, 'utf8'));
  return parsed;
}
