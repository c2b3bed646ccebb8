import { type Document, isMap, isSeq, type Node, type ParsedNode, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';
import type { ToolRule } from '../tools/toolSettings.ts';
import { writtenRule } from '../tools/writtenToolSettings.ts';
import { equalTo, withExpected } from './editJsonLines.ts';
import { type NewCase, writtenConversation } from './newCase.ts';

export interface YamlExpectation {
  readonly answer: string;
  /** True for a `.prompt.yml`, where a case consists of its variables, and `expected` is one of them. */
  readonly isPromptFile: boolean;
}

/** Lines are never folded, so that an answer stays as it is. */
const layout = { lineWidth: 0 };

/** Adds an item at the end of the file's list of cases, laid out like the item before it. */
export function addYamlCase(
  text: string,
  added: NewCase,
  { isPromptFile }: Pick<YamlExpectation, 'isPromptFile'>,
): TextEdit[] {
  const { vars, expected } = added;
  const item = isPromptFile
    ? { ...vars, ...defined({ expected }) }
    : { vars, ...writtenConversation(added), ...(expected === undefined ? {} : { assert: [equalTo(expected)] }) };
  const names = isPromptFile ? ['testData'] : ['cases', 'tests'];
  const parsed = parseDocument(text, { keepSourceTokens: false, logLevel: 'silent' });
  const list = listOf(parsed, names);
  const last = list?.items.at(-1);
  if (list && (list.flow || !isRanged(last))) throw notAppendable();
  if (isRanged(last)) return [insertBehind(text, last, item)];
  const lineEnd = text === '' || text.endsWith('\n') ? '' : '\n';
  const written = stringify({ [names.at(-1) ?? '']: [item] }, layout);
  return [{ range: { start: text.length, end: text.length }, text: `${lineEnd}${written}` }];
}

/** Changes the expected answer in the item of a case; comments in the item stay. */
export function expectInYaml(text: string, range: TextRange, { answer, isPromptFile }: YamlExpectation): TextEdit[] {
  return changeItem(text, range, (item) => {
    if (isPromptFile) item.set('expected', answer);
    else setExpected(item, answer);
  });
}

/** Writes a rule for calls behind the others in the item of a case; comments in the item stay. */
export function addRuleToYaml(text: string, range: TextRange, rule: ToolRule): TextEdit[] {
  return changeItem(text, range, (item) => {
    if (isSeq(item.get('toolResults', true))) item.addIn(['toolResults'], item.createNode(writtenRule(rule)));
    else item.set('toolResults', item.createNode([writtenRule(rule)]));
  });
}

/** Adds checks for all cases, behind the others of `defaultTest`. Throws `invalid-arguments` where that is not written out as a map. */
export function addDefaultChecks(text: string, checks: readonly JsonObject[]): TextEdit[] {
  const parsed = parseDocument(text, { keepSourceTokens: false, logLevel: 'silent' });
  const known = parsed.get('defaultTest', true);
  if (known === undefined) {
    const lineEnd = text === '' || text.endsWith('\n') ? '' : '\n';
    const written = stringify({ defaultTest: { assert: checks } }, layout);
    return [{ range: { start: text.length, end: text.length }, text: `${lineEnd}${written}` }];
  }
  if (!isMap(known) || !isRanged(known)) throw notWrittenOut();
  const [start, end] = known.range;
  return changeItem(text, { start, end }, (item) => {
    if (!isSeq(item.get('assert', true))) item.set('assert', item.createNode(checks));
    else for (const check of checks) item.addIn(['assert'], item.createNode(check));
  });
}

/** Changes the map of a case, and nothing else of its file. */
function changeItem(text: string, range: TextRange, change: (item: Document.Parsed<ParsedNode>) => void): TextEdit[] {
  const indent = columnOf(text, range.start);
  const source = text.slice(range.start, range.end).trimEnd();
  const item = parseDocument(source.replaceAll(`\n${' '.repeat(indent)}`, '\n'), { logLevel: 'silent' });
  if (item.errors.length > 0 || !isMap(item.contents)) throw notWrittenOut();
  change(item);
  const written = item.toString(layout).trimEnd();
  return [
    {
      range: { start: range.start, end: range.start + source.length },
      text: written.replaceAll('\n', `\n${' '.repeat(indent)}`),
    },
  ];
}

/** Changes only the one check, so that comments and the layout of the others stay. */
function setExpected(item: Document.Parsed<ParsedNode>, answer: string): void {
  const content: JsonValue = item.toJS();
  const assert = isJsonObject(content) ? content['assert'] : undefined;
  const checks = withExpected(assert, answer);
  const known = Array.isArray(assert) ? assert : [];
  const index = known.findIndex((check) => isJsonObject(check) && check['type'] === 'equals');
  if (index >= 0) item.setIn(['assert', index, 'value'], answer);
  else if (known.length > 0) item.addIn(['assert'], item.createNode(equalTo(answer)));
  else item.set('assert', item.createNode(checks));
}

function listOf(parsed: Document.Parsed<ParsedNode>, names: readonly string[]): YAMLSeq | undefined {
  if (isSeq(parsed.contents)) return parsed.contents;
  const found = names.map((name) => parsed.get(name, true)).find((node) => isSeq(node));
  return isSeq(found) ? found : undefined;
}

function isRanged(node: unknown): node is Node & { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function insertBehind(text: string, last: { range: [number, number, number] }, item: JsonObject): TextEdit {
  const [start, end] = last.range;
  const dash = text.lastIndexOf('-', start);
  const indent = ' '.repeat(columnOf(text, dash));
  const written = stringify([item], layout).trimEnd().replaceAll('\n', `\n${indent}`);
  const behind = start + text.slice(start, end).trimEnd().length;
  return { range: { start: behind, end: behind }, text: `\n${indent}${written}` };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function notAppendable(): PolypromptError {
  return new PolypromptError('invalid-arguments', 'The list of cases is written on one line.', {
    hint: 'Write one case per line, each behind a dash, and try again.',
  });
}

function notWrittenOut(): PolypromptError {
  return new PolypromptError('invalid-arguments', 'This part cannot be edited: it is not written out as a map.', {
    hint: 'Change it by hand.',
  });
}
