import { isJsonObject } from '../json.ts';
import { toolDefinitionOf } from '../models/callShapes.ts';
import { hasKey, type PlacedValue, type ReportAt } from '../text/placedValue.ts';
import { lintDeclared } from '../tools/lintToolRules.ts';
import { isToolOf, namesOfServers } from '../tools/mcp/serverTool.ts';
import { readToolMock } from '../tools/readToolMock.ts';
import type { PlacedRule } from '../tools/readToolRules.ts';
import { readToolSettings, toolSettingKeys } from '../tools/readToolSettings.ts';
import type { ToolAnswer, ToolRule, ToolSettings } from '../tools/toolSettings.ts';
import { readScript } from './readScript.ts';
import { itemsOf, rowNode, type SourceNode, textOf } from './sourceNode.ts';
import type { EvalCase, SourcePlace, Suite } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Reads what a suite, a scenario or a case says about its tools; undefined where it says nothing, as most of them. */
export async function readSuiteTools(reading: SuiteReading, node: SourceNode): Promise<ToolSettings | undefined> {
  if (!toolSettingKeys.some((key) => hasKey(node, key))) return undefined;
  const results = await reading.follow(node.child('toolResults'));
  const view: PlacedValue<SourcePlace> = {
    value: node.value,
    place: node.place,
    child: (key) => (key === 'toolResults' ? results : node.child(key)),
    keyPlace: (key) => node.keyPlace(key),
  };
  const { settings, rules } = readToolSettings(view, reporterOf(reading));
  for (const name of settings?.mcp ?? [])
    if (!reading.servers.has(name)) reading.servers.set(name, node.child('mcp').place);
  return settings?.toolResults ? { ...settings, toolResults: await resolveAll(reading, rules) } : settings;
}

/** Reads the `mock` of every tool in the settings of a model, a prompt or a case; undefined without any. */
export async function readToolMocks(reading: SuiteReading, written: SourceNode): Promise<ToolSettings | undefined> {
  const config = await reading.follow(written);
  const rules: PlacedRule<SourcePlace>[] = [];
  for (const key of ['tools', 'functions'] as const) {
    const list = await reading.follow(config.child(key));
    for (const item of itemsOf(list)) rules.push(...mocksIn(reading, await reading.follow(item)));
  }
  return rules.length === 0 ? undefined : { toolResults: await resolveAll(reading, rules) };
}

/** Reads the mock of a tool in any vendor's form, beside its name or beside `function`. */
function mocksIn(reading: SuiteReading, node: SourceNode): readonly PlacedRule<SourcePlace>[] {
  const tool = toolDefinitionOf(node.value);
  if (!tool) return [];
  const inner = node.child('function');
  const holder = node.child('mock').value === null && isJsonObject(inner.value) ? inner : node;
  return readToolMock(holder.child('mock'), tool.name, reporterOf(reading));
}

/** Reads promptfoo's `functionToolCallbacks`: the text of a function, or `file://functions.js:name`, for each tool. */
export async function readCallbacks(
  reading: SuiteReading,
  written: SourceNode,
): Promise<readonly ToolRule[] | undefined> {
  const config = await reading.follow(written);
  const node = await reading.follow(config.child('functionToolCallbacks'));
  if (node.value === null) return undefined;
  if (!isJsonObject(node.value)) {
    reading.report(node.place, 'wrong-type', '"functionToolCallbacks" is a map from the name of a tool to a function.');
    return undefined;
  }
  const rules: ToolRule[] = [];
  for (const tool of Object.keys(node.value)) {
    const child = node.child(tool);
    const code = await readScript(reading, child);
    if (textOf(child) === undefined)
      reading.report(child.place, 'wrong-type', 'A callback is the text of a function, or file://functions.js:name.');
    if (code === undefined) continue;
    const rule: ToolRule = { tool, answer: { type: 'callback', code } };
    rules.push(rule);
    reading.rules.push({ rule, place: node.keyPlace(tool) });
  }
  return rules;
}

function reporterOf(reading: SuiteReading): ReportAt<SourcePlace> {
  return (place, code, message, severity) => reading.report(place, code, message, severity);
}

/** The rules with the files that they name in place of their names; notes each for `lintDeclaredTools`. */
async function resolveAll(
  reading: SuiteReading,
  rules: readonly PlacedRule<SourcePlace>[],
): Promise<readonly ToolRule[]> {
  const resolved: ToolRule[] = [];
  reading.rules.push(...rules);
  for (const { rule, place } of rules) {
    const answer = await resolvedAnswer(reading, rule.answer, place);
    if (answer) resolved.push({ ...rule, answer });
  }
  return resolved;
}

/** The answer with the contents of the file that it names; undefined, with a problem, where there is no such file. */
async function resolvedAnswer(
  reading: SuiteReading,
  answer: ToolAnswer,
  place: SourcePlace,
): Promise<ToolAnswer | undefined> {
  if (answer.type === 'javascript') {
    const code = await readScript(reading, rowNode(answer.code, place));
    return code === undefined ? undefined : { type: 'javascript', code };
  }
  if (answer.type !== 'result' || typeof answer.value !== 'string' || !answer.value.startsWith('file://'))
    return answer;
  if (!/\.(?:ya?ml|json)$/i.test(answer.value)) {
    const text = await reading.read(answer.value, place);
    return text === undefined ? undefined : { type: 'result', value: text };
  }
  const loaded = await reading.load(answer.value, place);
  return loaded && { type: 'result', value: loaded.value };
}

/** Settings of which the first say what they say, and the second the rest; the rules of the first come before those of the second. */
export function joinedTools(
  first: ToolSettings | undefined,
  second: ToolSettings | undefined,
): ToolSettings | undefined {
  if (!first || !second) return first ?? second;
  const rules = [...(first.toolResults ?? []), ...(second.toolResults ?? [])];
  return { ...second, ...first, ...(rules.length > 0 ? { toolResults: rules } : {}) };
}

/** Reports rules that answer no call, by the tools that all prompts, models and cases of the suite declare. */
export function lintDeclaredTools(
  reading: SuiteReading,
  {
    prompts,
    targets,
    cases,
    tools,
  }: Pick<Suite, 'prompts' | 'targets' | 'tools'> & { readonly cases: readonly EvalCase[] },
): void {
  if (reading.rules.length === 0 || prompts.length === 0 || prompts.some(({ script }) => script !== undefined)) return;
  const declared = [
    ...[...prompts, ...targets].map(({ parameters }) => parameters),
    ...cases.map(({ options }) => options.parameters ?? {}),
  ].flatMap(({ tools = [] }) => tools);
  if (declared.some(({ name }) => name.includes('{{'))) return;
  const servers = namesOfServers([...cases, ...prompts, ...targets, { tools }].map((each) => each.tools));
  // The tools of servers are not known while files are read.
  const own = reading.rules.filter(({ rule }) => !isToolOf(servers, rule.tool));
  lintDeclared(own, declared, { report: reporterOf(reading), severity: 'error' });
}
