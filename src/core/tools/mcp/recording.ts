import { stringify } from 'yaml';
import { canonicalJson, hashJson } from '../../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { listAt } from '../../jsonRead.ts';
import type { ToolDefinition } from '../../messages.ts';
import type { PlacedValue, ReportAt } from '../../text/placedValue.ts';
import { readToolRules } from '../readToolRules.ts';
import type { FixedAnswer, ToolAnswer, ToolRule } from '../toolSettings.ts';
import { writtenRule } from '../writtenToolSettings.ts';
import { listedTool } from './serverTool.ts';

/** A rule that gives back what a server once gave. */
export interface RecordedRule extends ToolRule {
  readonly answer: FixedAnswer;
}

/** What is known of a server without asking it: its tools, and one rule for each distinct call. Names are the server's own. */
export interface Recording {
  readonly tools: readonly ToolDefinition[];
  readonly results: readonly RecordedRule[];
}

/** The recordings of a suite, by server. */
export type Recordings = ReadonlyMap<string, Recording>;

const suiteEnding = /(?:\.eval)?\.(?:ya?ml|json|csv|tsv|jsonl|ndjson|prompty|prompt(?:\.ya?ml|\.txt)?)$/i;

/** The file beside a suite or a prompt that holds its recordings: `triage.mcp.yaml` for `triage.eval.yaml`. */
export function recordingFileOf(file: string): string {
  return `${file.replace(suiteEnding, '')}.mcp.yaml`;
}

/** SHA-256 of a recording in hex: another one makes other answers. */
export function recordingHash(recording: Recording): string {
  return hashJson(writtenRecording(recording));
}

/** Reads the file of recordings. What cannot be read is left out, with its problem. */
export function readRecordings<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): Recordings {
  const servers = node.child('servers');
  if (isJsonObject(servers.value))
    return new Map(Object.keys(servers.value).map((name) => [name, readRecording(servers.child(name), report)]));
  report(node.place, 'wrong-type', 'A recording is a map with "servers", each with "tools" and "toolResults".');
  return new Map();
}

function readRecording<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): Recording {
  const results = readToolRules(node.child('toolResults'), report).flatMap(({ rule, place }): RecordedRule[] => {
    const { answer } = rule;
    if (isFixed(answer)) return [{ ...rule, answer }];
    report(place, 'wrong-type', 'A recording gives back a result, an error or parts; scripts belong to the suite.');
    return [];
  });
  const tools = listAt(node.value, 'tools').flatMap((value, index) => {
    const tool = listedTool(value);
    if (!tool)
      report(node.child('tools').child(index).place, 'wrong-type', 'A tool has a "name" and an "inputSchema".');
    return tool ?? [];
  });
  return { tools, results };
}

function isFixed(answer: ToolAnswer): answer is FixedAnswer {
  return answer.type !== 'javascript' && answer.type !== 'callback';
}

const head = `# Recorded by polyprompt: what MCP servers offered and gave back. Delete a rule to have its call asked again.
`;

/** The file of recordings. The same recordings give the same text, whatever order the calls came in. */
export function writtenRecordings(recordings: Recordings): string {
  const servers = [...recordings].sort(([left], [right]) => compare(left, right));
  const content = Object.fromEntries(servers.map(([name, recording]) => [name, writtenRecording(recording)]));
  return head + stringify({ servers: content }, { lineWidth: 0, aliasDuplicateObjects: false });
}

function writtenRecording({ tools, results }: Recording): JsonObject {
  const rules = results.map((rule): [string, JsonObject] => [
    callKey(rule.tool, rule.args),
    writtenRule(inOrder(rule)),
  ]);
  return {
    tools: tools.map((tool): JsonObject => ({ ...tool })),
    toolResults: rules.sort(([left], [right]) => compare(left, right)).map(([, rule]) => rule),
  };
}

/** The rule with its arguments in the order of their names, which models write in any order. */
function inOrder(rule: RecordedRule): RecordedRule {
  if (!rule.args) return rule;
  const args: JsonObject = JSON.parse(canonicalJson(rule.args));
  return { ...rule, args };
}

/** The same for all calls of a tool with the same arguments, in whichever order their keys stand. */
export function callKey(tool: string, args: JsonValue | undefined): string {
  return `${tool} ${args === undefined ? '' : canonicalJson(args)}`;
}

/** By code units, which is the same on every system. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
