import { isJsonObject } from '../json.ts';
import type { TextRange } from '../text/textRange.ts';
import { readYaml, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { PromptFormat } from './document.ts';
import { headOf } from './headOf.ts';

const key = 'polyprompt.evals';

/** One replacement in a prompt file. */
export interface CasesEdit {
  readonly range: TextRange;
  readonly text: string;
}

interface PromptText {
  readonly format: PromptFormat;
  readonly text: string;
}

/**
 * Writes the files of cases into a prompt file; an empty list takes the key out. Undefined when the head of the file has to be mended
 * first.
 */
export function editCasesKey({ format, text }: PromptText, files: readonly string[]): CasesEdit | undefined {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const { head, isBroken } = headOf(format, text);
  if (isBroken) return undefined;
  const line = files.length === 0 ? '' : `${key}: ${yamlValue(files)}${newline}`;
  if (!head) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    const block = line === '' ? '' : `---${newline}${line}---${newline}`;
    return { range: { start, end: start }, text: block };
  }
  const yaml = readYaml(text.slice(head.start, head.end), head.start);
  if (yaml.isBroken) return undefined;
  const path = pathOf(yaml);
  if (!path) return { range: { start: head.start, end: head.start }, text: line };
  const { start } = yaml.keyRangeOf(path);
  // The range of a list over several lines includes the last line break, which has to stay.
  const written = { start, end: start + text.slice(start, yaml.rangeOf(path).end).trimEnd().length };
  if (files.length > 0) return { range: written, text: `${path.at(-1)}: ${yamlValue(files)}` };
  return { range: wholeLines(text, written), text: '' };
}

/** The path of the key: `polyprompt.evals:`, or `evals:` under `polyprompt:`. Undefined where there is none. */
function pathOf({ value }: YamlSource): YamlPath | undefined {
  if (Object.hasOwn(value, key)) return [key];
  const nested = value['polyprompt'];
  return isJsonObject(nested) && Object.hasOwn(nested, 'evals') ? ['polyprompt', 'evals'] : undefined;
}

function wholeLines(text: string, { start, end }: TextRange): TextRange {
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0].length ?? 0;
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - indent, end: end + rest };
}

function yamlValue(files: readonly string[]): string {
  const written = files.map((file) => (/^[\w./-]+$/.test(file) ? file : JSON.stringify(file)));
  return written.length === 1 ? (written[0] ?? '') : `[${written.join(', ')}]`;
}
