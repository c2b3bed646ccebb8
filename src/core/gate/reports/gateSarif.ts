import type { JsonObject } from '../../json.ts';
import { printable } from '../../text/printable.ts';
import type { Change } from '../change.ts';
import type { GatedCase, GatedSuite } from '../gateResult.ts';
import { isLikedLess, preferredSentence } from '../preferredChange.ts';
import { removedNames } from '../removedText.ts';
import { adviceOn, type GateReport, goneText } from './gateReport.ts';

const rules = [
  { id: 'regressed', text: 'A case that passed before the change fails with it.', level: 'error' },
  { id: 'new-failure', text: 'A case that is new fails.', level: 'warning' },
  { id: 'flaky', text: 'A case both passes and fails with the same prompt.', level: 'note' },
  { id: 'not-run', text: 'A case could not be compared.', level: 'note' },
  { id: 'unchecked', text: 'A case has no check in either version.', level: 'note' },
  { id: 'removed', text: 'A case of the older version is gone.', level: 'note' },
  { id: 'left-out', text: 'What neither version could read is not compared.', level: 'note' },
  { id: 'invalid', text: 'A suite or prompt cannot be read as it is written.', level: 'error' },
  { id: 'advice', text: 'A judge that only advises, or a row that it fails.', level: 'note' },
  { id: 'liked-less', text: 'Judges like the older version better by more than noise.', level: 'error' },
] as const;

/** SARIF 2.1.0 (OASIS), for code scanning: one result for each row that needs a look, at the line of its case. */
export function gateSarif({ result, summary: { preferred = [] } }: GateReport): string {
  const results = result.suites.flatMap((suite) => [
    ...brokenResults(suite),
    ...missingResults(suite),
    ...(suite.judges ?? []).map(({ sentence }) => ({ ...resultHead('advice', sentence), ...at(suite.suite, 1) })),
    ...suite.rows.flatMap(rowResult),
    ...suite.rows.flatMap(adviceResults),
  ]);
  const gone = result.gone.map((suite) => ({
    ...resultHead('removed', goneText(suite, result.base)),
    ...at(suite.suite, 1),
  }));
  const liked = preferred.filter(isLikedLess).map((change) => ({
    ...resultHead('liked-less', `${change.target}: ${preferredSentence(change, result)}`),
    ...at(change.suite, 1),
  }));
  const driver = {
    name: 'Polyprompt',
    rules: rules.map(({ id, text, level }) => ({
      id,
      shortDescription: { text },
      defaultConfiguration: { level },
    })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: [...results, ...gone, ...liked] }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rowResult({ change, name, target, place, head, note, caseId }: GatedCase): JsonObject[] {
  if (!isListed(change)) return [];
  const text = `${target}: ${name}. ${head?.reason || note || 'It was not run.'}`;
  return [
    {
      ...resultHead(change, text),
      ...at(place.file, place.line),
      // The fingerprint makes the result known again when the case has moved to another line.
      partialFingerprints: { caseAndModel: `${caseId} ${target}` },
    },
  ];
}

function adviceResults(row: GatedCase): JsonObject[] {
  return adviceOn(row).map((text) => ({ ...resultHead('advice', text), ...at(row.place.file, row.place.line) }));
}

function isListed(change: Change): boolean {
  return rules.some(({ id }) => id === change);
}

function brokenResults({ problems, suite }: GatedSuite): JsonObject[] {
  return problems.map((problem) => ({ ...resultHead('invalid', problem), ...placeOf(problem, suite) }));
}

function missingResults({ removed, knownProblems, suite }: GatedSuite): JsonObject[] {
  return [
    ...removedNames(removed).map((name) => ({ ...resultHead('removed', `Removed: ${name}`), ...at(suite, 1) })),
    ...knownProblems.map((problem) => ({ ...resultHead('left-out', problem), ...placeOf(problem, suite) })),
  ];
}

function placeOf(problem: string, suite: string): JsonObject {
  const [, file = suite, line = '1'] = /^(.+?):(\d+): /.exec(problem) ?? [];
  return at(file, Number(line));
}

function resultHead(id: (typeof rules)[number]['id'] | Change, text: string): JsonObject {
  const index = rules.findIndex((rule) => rule.id === id);
  return { ruleId: id, ruleIndex: index, level: rules[index]?.level ?? 'note', message: { text: messageText(text) } };
}

/** Escapes the brackets of a message: `[text](address)` would be a link (SARIF 2.1.0, 3.11.6), and no answer of a model may become one. */
function messageText(text: string): string {
  return printable(text).replace(/[\\[\]]/g, '\\$&');
}

function at(file: string, line: number): JsonObject {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return { locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } }] };
}
