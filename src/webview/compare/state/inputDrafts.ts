import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { CompareSetup, FormField } from '../../../protocol.ts';

/** The meaning of a field's text: a value, nothing (the input is not given), or a mistake to show beside the field. */
export type ReadInput =
  | { readonly type: 'value'; readonly value: JsonValue }
  | { readonly type: 'absent' }
  | { readonly type: 'invalid'; readonly message: string };

/** Reads what was typed into a field by the field's type. */
export function readInput(field: FormField, text: string): ReadInput {
  if (field.options) return readOption(field.options, text);
  switch (field.type) {
    case 'string':
    case 'any':
      return { type: 'value', value: text };
    case 'boolean':
      return { type: 'value', value: text === 'true' };
    case 'number':
    case 'integer':
      return readNumber(field.type, text);
    case 'object':
    case 'array':
      return readJson(field.type, text);
  }
}

/** The text of a value in its field. */
export function writeInput(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, typeof value === 'object' ? 2 : 0);
}

type Drafts = Readonly<Record<string, string>>;

/** The inputs that the host knows, with every valid draft laid over them. */
export function typedInputs({ fields, inputs }: Pick<CompareSetup, 'fields' | 'inputs'>, drafts: Drafts): JsonObject {
  const typed: JsonObject = { ...inputs };
  for (const field of fields) {
    const draft = drafts[field.name];
    const input = draft === undefined ? undefined : readInput(field, draft);
    if (input?.type === 'value') typed[field.name] = input.value;
    if (input?.type === 'absent') delete typed[field.name];
  }
  return typed;
}

/** The drafts that the host has not taken over yet: mistakes, and texts that were typed a moment ago. */
export function openDrafts({ fields, inputs }: Pick<CompareSetup, 'fields' | 'inputs'>, drafts: Drafts): Drafts {
  const open = fields.flatMap((field) => {
    const draft = drafts[field.name];
    if (draft === undefined) return [];
    const input = readInput(field, draft);
    const isTaken = input.type === 'value' && JSON.stringify(input.value) === JSON.stringify(inputs[field.name]);
    const isGone = input.type === 'absent' && inputs[field.name] === undefined;
    return isTaken || isGone ? [] : [[field.name, draft] as const];
  });
  return Object.fromEntries(open);
}

/** Names of the required inputs that neither the host nor a draft has a value for. */
export function missingInputs(
  { missing, fields }: Pick<CompareSetup, 'fields' | 'missing'>,
  drafts: Drafts,
): readonly string[] {
  return missing.filter((name) => {
    const field = fields.find((candidate) => candidate.name === name);
    const draft = drafts[name];
    return !field || draft === undefined || draft === '' || readInput(field, draft).type !== 'value';
  });
}

function readOption(options: readonly JsonValue[], text: string): ReadInput {
  const chosen = options.find((option) => writeInput(option) === text);
  return chosen === undefined ? { type: 'absent' } : { type: 'value', value: chosen };
}

function readNumber(type: 'number' | 'integer', text: string): ReadInput {
  if (text.trim() === '') return { type: 'absent' };
  const value = Number(text);
  if (!Number.isFinite(value)) return { type: 'invalid', message: 'Enter a number.' };
  if (type === 'integer' && !Number.isInteger(value)) return { type: 'invalid', message: 'Enter a whole number.' };
  return { type: 'value', value };
}

function readJson(type: 'object' | 'array', text: string): ReadInput {
  if (text.trim() === '') return { type: 'absent' };
  const wanted =
    type === 'array' ? 'Enter a JSON array, for example ["a", "b"].' : 'Enter a JSON object, for example {"a": 1}.';
  try {
    const value: JsonValue = JSON.parse(text);
    const fits =
      type === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
    return fits ? { type: 'value', value } : { type: 'invalid', message: wanted };
  } catch {
    return { type: 'invalid', message: wanted };
  }
}
