import type { JsonObject } from '../../../core/json.ts';
import type { ToolCall } from '../../../core/messages.ts';
import { schemaFields } from '../../../core/prompt/schemaFields.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import type { RunState } from '../../../core/run/state.ts';
import { takenUp } from '../../../core/run/takenUp.ts';
import type { FormField } from '../../../protocol.ts';
import { readInput } from './inputDrafts.ts';

/** A call that a person is asked to answer, with the fields of its form; without a schema there is one text for all. */
export interface AwaitedResult {
  /** Names the call among all of the run, for the drafts. */
  readonly key: string;
  readonly call: ToolCall;
  readonly fields: readonly FormField[];
}

/** What was typed, by the key of the call, and of the field behind it. */
export type ResultDrafts = Readonly<Record<string, string>>;

/** The result as it stands in the form; `faults` has a sentence for each field that cannot be taken, and for the whole under ``. */
export type TypedResult =
  | { readonly type: 'output'; readonly output: string }
  | { readonly type: 'faulty'; readonly faults: Readonly<Record<string, string>> };

/** The call that a cell waits for; undefined where it waits for nobody. */
export function awaitedResult(run: RunState, cell: CellState): AwaitedResult | undefined {
  const { awaits: call, rounds = [] } = cell;
  if (!call) return undefined;
  const planned = run.plan.find(({ id }) => id === cell.id);
  const target = run.targets.find(({ id }) => id === cell.target);
  const { tools = [] } = planned?.parameters ?? target?.parameters ?? {};
  const fields = schemaFields(tools.find(({ name }) => name === call.name)?.outputSchema);
  const answered = rounds.at(-1)?.results.length ?? 0;
  return { key: `${cell.id} ${rounds.length} ${answered}`, call, fields };
}

/** True for an answer that ended with calls which can still get results. */
export function canTakeUpCalls({ plan }: RunState, cell: CellState): boolean {
  return takenUp(plan, cell).length > 0;
}

/** The key of a field's draft. */
export function draftKey({ key }: AwaitedResult, field: string): string {
  return `${key} ${field}`;
}

/** Reads the form. Booleans that were never touched are false, and optional fields that are empty are left out. */
export function readResult(awaited: AwaitedResult, drafts: ResultDrafts): TypedResult {
  return awaited.fields.length === 0 ? readText(drafts[awaited.key] ?? '') : readFields(awaited, drafts);
}

function readText(text: string): TypedResult {
  if (text.trim() === '') return { type: 'faulty', faults: { '': 'Write what the tool gives back.' } };
  return { type: 'output', output: text };
}

function readFields(awaited: AwaitedResult, drafts: ResultDrafts): TypedResult {
  const output: JsonObject = {};
  const faults: Record<string, string> = {};
  for (const field of awaited.fields) {
    const draft = drafts[draftKey(awaited, field.name)] ?? '';
    const isEmpty = draft === '' && field.type !== 'boolean';
    const read = readInput(field, draft);
    if (read.type === 'invalid') faults[field.name] = read.message;
    else if (isEmpty || read.type === 'absent') {
      if (field.required) faults[field.name] = 'Fill this in to give the result.';
    } else output[field.name] = read.value;
  }
  return Object.keys(faults).length > 0
    ? { type: 'faulty', faults }
    : { type: 'output', output: JSON.stringify(output) };
}

/** The way in which a text is given, where a reader may wonder: `JSON`, or text that only begins like JSON. */
export function kindOfText(text: string): 'json' | 'text' | 'broken-json' {
  if (!/^\s*[[{]/.test(text)) return 'text';
  try {
    JSON.parse(text);
    return 'json';
  } catch {
    return 'broken-json';
  }
}

/** The drafts of calls that are still waited for; those of others are thrown away. */
export function openResultDrafts(run: RunState | undefined, drafts: ResultDrafts): ResultDrafts {
  const awaited = Object.values(run?.cells ?? {}).flatMap((cell) => (run && awaitedResult(run, cell)?.key) ?? []);
  return Object.fromEntries(
    Object.entries(drafts).filter(([key]) => awaited.some((open) => key === open || key.startsWith(`${open} `))),
  );
}
