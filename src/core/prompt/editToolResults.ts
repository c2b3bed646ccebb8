import { isNode, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import type { JsonObject } from '../json.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { ToolRule } from '../tools/toolSettings.ts';
import { writtenRule } from '../tools/writtenToolSettings.ts';
import type { PromptFormat } from './document.ts';
import { headOf } from './headOf.ts';

const key = 'toolResults';
/** Lines are never folded, so that a result stays as it is. */
const layout = { lineWidth: 0 };

interface PromptText {
  readonly format: PromptFormat;
  readonly text: string;
}

/**
 * Writes a rule behind the others in the head of a prompt, laid out like the rule before it. Undefined where there is no head, or where it
 * has to be mended first.
 */
export function addToolRule({ format, text }: PromptText, rule: ToolRule): TextEdit | undefined {
  const { head, isBroken } = headOf(format, text);
  if (!head || isBroken) return undefined;
  const yaml = text.slice(head.start, head.end);
  const parsed = parseDocument(yaml, { logLevel: 'silent' });
  if (parsed.errors.length > 0) return undefined;
  const item = writtenRule(rule);
  const list = parsed.get(key, true);
  const edit = list === undefined ? addKey(yaml, item) : isSeq(list) ? addItem(yaml, list, item) : undefined;
  if (!edit) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const at = head.start + edit.at;
  return { range: { start: at, end: at }, text: edit.text.replaceAll('\n', newline) };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function addKey(yaml: string, item: JsonObject): Insertion {
  const before = yaml === '' || yaml.endsWith('\n') ? '' : '\n';
  return { at: yaml.length, text: `${before}${stringify({ [key]: [item] }, layout)}` };
}

function addItem(yaml: string, list: YAMLSeq, item: JsonObject): Insertion | undefined {
  const last = list.items.at(-1);
  if (list.flow) return addToFlow(yaml, list, item);
  if (!isNode(last) || !last.range) return undefined;
  const [start, end] = last.range;
  const dash = yaml.lastIndexOf('-', start);
  const indent = ' '.repeat(dash - (yaml.lastIndexOf('\n', dash) + 1));
  const written = stringify([item], layout).trimEnd().replaceAll('\n', `\n${indent}`);
  return { at: start + yaml.slice(start, end).trimEnd().length, text: `\n${indent}${written}` };
}

function addToFlow(yaml: string, list: YAMLSeq, item: JsonObject): Insertion | undefined {
  const end = list.range?.[1];
  if (end === undefined || yaml[end - 1] !== ']') return undefined;
  const at = yaml.slice(0, end - 1).trimEnd().length;
  const comma = list.items.length === 0 || yaml[at - 1] === ',' ? '' : ',';
  return { at, text: `${comma}${comma === '' ? '' : ' '}${JSON.stringify(item)}` };
}
