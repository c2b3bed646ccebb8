import type { EvalCase } from '../../dataset/suite.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { InputField } from '../../prompt/document.ts';
import { requestText, textOfValue } from '../health/healthRow.ts';
import { groupNearDuplicates } from '../sampling/nearDuplicates.ts';
import type { ProposedRow } from './edgeRows.ts';
import type { Gap } from './gaps.ts';

/** Why rows of a writer are left out. */
export type ThrownOut = 'unreadable' | 'not-asked' | 'near-duplicate' | 'in-the-prompt' | 'template';

export interface WrittenRows {
  readonly rows: readonly ProposedRow[];
  readonly thrownOut: Readonly<Record<ThrownOut, number>>;
}

/** An answer of a writer, and the gap that it was asked to fill. */
export interface GapAnswer {
  readonly gap: Gap;
  readonly text: string;
}

/** The shortest input that counts as taken over when the prompt holds it. */
const leakLength = 20;

/**
 * The rows in the answers of a writer. What it wrote is not trusted: only the prompt's own variables are taken, as plain values; templates,
 * references to files, inputs that the prompt shows itself and what is nearly a row that is there are thrown out.
 */
export function readGapRows(
  answers: readonly GapAnswer[],
  {
    fields,
    cases,
    prompt,
  }: { readonly fields: readonly InputField[]; readonly cases: readonly EvalCase[]; readonly prompt: string },
): WrittenRows {
  const thrownOut: Record<ThrownOut, number> = {
    unreadable: 0,
    'not-asked': 0,
    'near-duplicate': 0,
    'in-the-prompt': 0,
    template: 0,
  };
  const read = answers.flatMap(({ gap, text }): readonly ProposedRow[] => {
    const items = itemsIn(text);
    if (items.length === 0) thrownOut.unreadable++;
    return items.flatMap((item): readonly ProposedRow[] => {
      const vars = varsOf(item, fields);
      const fault = vars ? faultOf(vars, prompt, gap) : 'unreadable';
      if (vars && fault === undefined) return [{ vars, metadata: { source: 'generated', covers: gap.name } }];
      thrownOut[fault ?? 'unreadable']++;
      return [];
    });
  });
  const texts = [...cases.map(requestText), ...read.map(({ vars }) => Object.values(vars).map(textOfValue).join('\n'))];
  const first = new Set(groupNearDuplicates(texts).map(({ members }) => Math.min(...members)));
  const rows = read.filter((_row, index) => first.has(cases.length + index));
  return { rows, thrownOut: { ...thrownOut, 'near-duplicate': read.length - rows.length } };
}

/** The objects of the first array in a text, whatever stands around it. */
function itemsIn(text: string): readonly JsonObject[] {
  const [start, end] = [text.indexOf('['), text.lastIndexOf(']')];
  try {
    const read: JsonValue = JSON.parse(text.slice(start, end + 1));
    return Array.isArray(read) ? read.filter(isJsonObject) : [];
  } catch {
    return [];
  }
}

/** The prompt's own variables of an object; undefined where one that is needed is missing or has a value of another type. */
function varsOf(item: JsonObject, fields: readonly InputField[]): JsonObject | undefined {
  const vars: [string, JsonValue][] = [];
  for (const { name, type, options, required } of fields) {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (value === undefined || value === null) {
      if (required) return undefined;
      continue;
    }
    if (!isOfType(value, type) || (options && !options.some((option) => option === value))) return undefined;
    vars.push([name, value]);
  }
  return vars.length > 0 ? Object.fromEntries(vars) : undefined;
}

function isOfType(value: JsonValue, type: InputField['type']): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'any':
      return true;
  }
}

function faultOf(vars: JsonObject, prompt: string, { wanted }: Gap): ThrownOut | undefined {
  if (wanted && !wanted.holds(vars[wanted.variable])) return 'not-asked';
  const texts = Object.values(vars).map(textOfValue);
  if (texts.some((text) => /\{\{|\{%|\$\{|^\s*file:\/\//.test(text))) return 'template';
  return texts.some((text) => text.length >= leakLength && prompt.includes(text)) ? 'in-the-prompt' : undefined;
}
