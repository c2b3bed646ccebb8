import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import type { EvalCase, Suite } from '../../src/core/dataset/suite.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { workspaceSuiteFiles } from '../../src/node/suiteFiles.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';

const folder = conformanceFolder('promptfoo-golden');

interface GoldenEntry {
  readonly name: string;
  readonly config: string;
  readonly golden: string;
}

interface GoldenRow {
  readonly testIdx: number;
  readonly promptIdx: number;
  readonly description: string | null;
  readonly renderedPrompt: string;
  readonly output: JsonValue;
  readonly vars: JsonObject;
  readonly failureReason: number;
  readonly quirk?: string;
}

interface Golden {
  readonly loadError?: string;
  readonly quirk?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly runtime?: string;
  readonly rows?: readonly GoldenRow[];
}

/** The providers that the goldens were recorded with: everything answers with the text it is sent. */
const providers = { echo: 'test/echo' };

/** Configurations in which we differ on purpose; each stands with its reason in docs/promptfoo-differences.md. */
const differing = new Set(['prompts-mapping']);

describe('the goldens recorded from promptfoo, prompts as rendered', () => {
  const entries: readonly GoldenEntry[] = folder ? readJson(path.join(folder, 'index.json')) : [];
  skipWithoutData(entries);
  const counts = { configs: 0, rows: 0, quirks: 0, differing: 0, skipped: 0 };
  for (const entry of entries)
    it(entry.name, async function () {
      const golden: Golden = readJson(path.join(folder ?? '', entry.golden));
      if (golden.runtime === 'javascript' || golden.args) {
        counts.skipped++;
        this.skip();
      }
      const suite = await readEntry(entry, golden);
      const errors = suite.problems.filter(({ severity }) => severity === 'error');
      if (golden.loadError !== undefined) {
        if (golden.quirk === undefined) assert.notDeepEqual(errors, []);
        return;
      }
      if (golden.quirk !== undefined) {
        counts.quirks++;
        return;
      }
      assert.deepEqual(errors, []);
      const differences = compareRows(suite, golden.rows ?? []);
      if (differing.has(entry.name)) {
        assert.notDeepEqual(differences, [], 'take it off the list of differences');
        counts.differing++;
        return;
      }
      assert.deepEqual(differences, []);
      counts.configs++;
      counts.rows += golden.rows?.length ?? 0;
    });
  after(() => {
    if (entries.length > 0) console.log(`      ${JSON.stringify(counts)}`);
  });
});

async function readEntry(entry: GoldenEntry, golden: Golden): Promise<Suite> {
  const base = path.join(folder ?? '', path.dirname(entry.config));
  const environment = { MOCK_URL: 'http://mock.test', ...golden.env };
  return readSuite(path.basename(entry.config), workspaceSuiteFiles(base), { environment, providers });
}

interface Difference {
  readonly row: number;
  readonly what: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

/** One row per case, target and prompt in promptfoo's order, each with the text that would be sent. */
function compareRows(suite: Suite, golden: readonly GoldenRow[]): readonly Difference[] {
  const rows = suite.cases.flatMap((item, testIdx) => rowsOf(suite, item).map((row) => ({ ...row, item, testIdx })));
  const differences: Difference[] = [];
  if (rows.length !== golden.length)
    differences.push({ row: -1, what: 'rows', expected: golden.length, actual: rows.length });
  const stored = new Map<string, JsonValue>();
  golden.forEach((expected, index) => {
    const row = rows[index];
    if (!row || expected.quirk !== undefined || expected.failureReason === 2) return;
    const { item } = row;
    const vars = { ...Object.fromEntries(stored), ...item.vars, ...conversationOf(golden, expected) };
    if (item.options.transformVars === undefined) {
      const actual = row.render(vars);
      if (item.options.storeOutputAs !== undefined) stored.set(item.options.storeOutputAs, expected.output);
      if (!isSame(expected.renderedPrompt, actual))
        differences.push({ row: index, what: 'prompt', expected: expected.renderedPrompt, actual });
    }
    const isNumbered = /^Row #\d+$/.test(expected.description ?? '');
    if (expected.description !== null && !isNumbered && expected.description !== (item.description ?? ''))
      differences.push({
        row: index,
        what: 'description',
        expected: expected.description,
        actual: item.description ?? null,
      });
    if (expected.testIdx !== row.testIdx)
      differences.push({ row: index, what: 'case', expected: expected.testIdx, actual: row.testIdx });
  });
  return differences;
}

function rowsOf(suite: Suite, item: EvalCase) {
  return suite.targets.flatMap((target) =>
    suite.prompts
      .filter(({ label }) => [item.prompts, target.prompts].every((labels) => !labels || labels.includes(label)))
      .filter(() => !item.targets || item.targets.includes(target.id))
      .map((prompt) => ({ render: (vars: JsonObject) => renderOr(() => prompt.render(vars, item.options).text) })),
  );
}

function renderOr(render: () => string): string {
  try {
    return render();
  } catch (error) {
    return `threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Earlier rows of the same column, as `_conversation` holds them. */
function conversationOf(golden: readonly GoldenRow[], row: GoldenRow): JsonObject {
  const earlier = golden.filter(({ testIdx, promptIdx }) => promptIdx === row.promptIdx && testIdx < row.testIdx);
  return { _conversation: earlier.map(({ renderedPrompt, output }) => ({ input: renderedPrompt, output })) };
}

/** Texts that hold JSON are compared as JSON, since the recording wrote them anew. */
function isSame(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(normal(left)) === JSON.stringify(normal(right));
}

function normal(value: JsonValue): JsonValue {
  const parsed = typeof value === 'string' ? parsedOr(value) : value;
  if (Array.isArray(parsed)) return parsed.map(normal);
  if (!isJsonObject(parsed)) return typeof value === 'string' ? value : parsed;
  return Object.fromEntries(
    Object.keys(parsed)
      .sort()
      .map((key) => [key, normal(parsed[key] ?? null)]),
  );
}

function parsedOr(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function readJson<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, 'utf8'));
}
