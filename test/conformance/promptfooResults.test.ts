import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseChatText } from '../../src/core/dataset/chatText.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { importResults } from '../../src/core/reports/importResults.ts';
import { promptfooResults } from '../../src/core/reports/promptfooResults.ts';
import { readPromptfooResults } from '../../src/core/reports/readPromptfooResults.ts';
import { evalReport } from '../../src/core/results/evalReport.ts';
import { foldAll } from '../../src/core/run/state.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';

const folder = conformanceFolder('promptfoo-golden');

interface RecordedRow {
  readonly testIdx: number;
  readonly promptIdx: number;
  readonly provider: string;
  readonly providerLabel?: string;
  readonly description: string | null;
  readonly promptLabel: string;
  readonly renderedPrompt: string;
  readonly vars: JsonObject;
  readonly output: JsonValue;
  readonly success: boolean;
  readonly score: number;
  readonly failureReason: number;
  readonly namedScores: JsonObject;
  readonly reason?: string;
  readonly error?: string;
  /** Absent where a check could not be carried out. */
  readonly componentResults?: readonly JsonObject[];
}

/** A recorded row as promptfoo's own file has it. */
function inResultFile(row: RecordedRow): JsonObject {
  const components = (row.componentResults ?? []).map(({ pass = false, score = 0, reason = '', ...assertion }) => ({
    pass,
    score,
    reason,
    assertion,
  }));
  return {
    testIdx: row.testIdx,
    promptIdx: row.promptIdx,
    provider: { id: row.provider, label: row.providerLabel ?? '' },
    prompt: { raw: row.renderedPrompt, label: row.promptLabel },
    vars: row.vars,
    testCase: { vars: row.vars, description: row.description ?? '' },
    response: { output: row.output },
    success: row.success,
    score: row.score,
    failureReason: row.failureReason,
    namedScores: row.namedScores,
    ...(row.error === undefined ? {} : { error: row.error }),
    gradingResult: { pass: row.success, score: row.score, reason: row.reason ?? '', componentResults: components },
  };
}

/** Read, made a run, and written again. */
function roundTrip(rows: readonly JsonObject[]): readonly JsonObject[] {
  const file = JSON.stringify({ evalId: 'e', results: { version: 3, results: rows }, config: {} });
  const options = { runId: '20260101-000000-test', name: 'suite', promptVersion: 'v', now: 0 };
  const { events, caseOf } = importResults(readPromptfooResults(file, 'results.json'), options);
  const state = foldAll(events);
  assert.ok(state);
  const written: JsonValue = JSON.parse(promptfooResults({ state, report: evalReport(state, caseOf) }));
  const results = isJsonObject(written) && isJsonObject(written['results']) ? written['results']['results'] : [];
  return Array.isArray(results) ? results.filter(isJsonObject) : [];
}

/** What must survive, whatever the order: a row is known by its column and what was put in and came out. */
function essence(rows: readonly JsonObject[]): readonly string[] {
  return rows
    .map(({ vars, response, success, score, failureReason, namedScores, gradingResult, prompt }) => {
      const isError = failureReason === 2;
      const output = isJsonObject(response ?? null) && isJsonObject(response) ? response['output'] : null;
      const grading = isJsonObject(gradingResult) && Array.isArray(gradingResult['componentResults']);
      const components = grading && isJsonObject(gradingResult) ? gradingResult['componentResults'] : [];
      return JSON.stringify({
        vars,
        prompt: isJsonObject(prompt) ? messagesIn(asText(prompt['raw'])) : '',
        output: asText(output),
        success,
        // promptfoo gives no reason to a row that failed for want of an answer.
        failureReason: success === true ? 0 : failureReason || 1,
        // promptfoo itself loses these where a check could not be carried out.
        ...(isError
          ? {}
          : {
              score,
              namedScores,
              checks: Array.isArray(components)
                ? components.map((check) => isJsonObject(check) && [check['pass'], check['score'], check['reason']])
                : [],
            }),
      });
    })
    .sort();
}

/** A prompt by the messages that it makes: one user message is the same with and without its envelope. */
function messagesIn(text: string): string {
  try {
    return JSON.stringify(parseChatText(text));
  } catch {
    return text;
  }
}

/** promptfoo writes JSON in a text as JSON; compared by value. */
function asText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value;
  }
}

describe('result files of promptfoo', () => {
  const entries: readonly { readonly name: string; readonly golden: string }[] = folder
    ? JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'))
    : [];
  skipWithoutData(entries);
  let count = 0;
  for (const { name, golden } of entries)
    it(`${name}: rows, verdicts, scores and named scores survive being read and written`, () => {
      const { rows = [] }: { rows?: readonly RecordedRow[] } = JSON.parse(
        readFileSync(path.join(folder ?? '', golden), 'utf8'),
      );
      const recorded = rows.map(inResultFile);
      assert.deepEqual(essence(roundTrip(recorded)), essence(recorded));
      count += rows.length;
    });
  after(() => {
    if (entries.length > 0) console.log(`      ${count} rows`);
  });
});
