import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import type { InputField } from '../prompt/document.ts';
import type { LoggedCall } from './calls/loggedCall.ts';
import { textOf } from './calls/readMessages.ts';
import { columnsOf } from './formats/plainRows.ts';
import { upToLastTurn } from './lastSteps.ts';
import type { MatchedInputs, PromptMatcher } from './matching/matchPrompt.ts';

/** A case as it is written into a file of cases. What was answered is `observed`: nobody has said yet that it is right. */
export interface ImportedCase {
  readonly vars: JsonObject;
  /** What the user said after the first answer. */
  readonly turns?: readonly string[];
  /** The text that was answered; with calls of tools, both. */
  readonly observed?: JsonValue;
  readonly metadata: JsonObject;
}

/** The reasons for which a call becomes no case. */
export type LeftOut =
  | 'failed'
  | 'no-content'
  | 'other-prompt'
  | 'ambiguous'
  | 'columns'
  | 'conversation'
  | 'unmatchable'
  | 'too-long';

export type CaseResult =
  | { readonly type: 'case'; readonly case: ImportedCase; readonly found: 'exactly' | 'closely' | 'given' }
  | { readonly type: 'left-out'; readonly reason: LeftOut; readonly choices?: readonly ImportedCase[] };

/** What a prompt needs to know whether a call was its own. */
export interface CaseMaker {
  readonly fields: readonly InputField[];
  readonly matcher: PromptMatcher;
  /** The variable of each column, for files of rows. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** The case that a logged call makes for a prompt, or the reason why it makes none. */
export function caseOfCall(call: LoggedCall, maker: CaseMaker): CaseResult {
  if (call.error !== undefined && call.answers.length === 0) return { type: 'left-out', reason: 'failed' };
  const row = call.row ?? call.variables;
  const vars = row && mappedVars(row, maker);
  if (vars) return { type: 'case', case: written(call, { inputs: vars, rest: [] }), found: 'given' };
  if (call.messages.length === 0) return { type: 'left-out', reason: row ? 'columns' : 'no-content' };
  if (!maker.matcher.canMatch) return { type: 'left-out', reason: 'unmatchable' };
  const result = maker.matcher.match(upToLastTurn(call));
  if (result.type === 'too-long') return { type: 'left-out', reason: 'too-long' };
  if (result.type === 'none') return { type: 'left-out', reason: 'other-prompt' };
  if (result.type === 'ambiguous')
    return { type: 'left-out', reason: 'ambiguous', choices: result.choices.map((choice) => written(call, choice)) };
  if (result.match.history.length > 0) return { type: 'left-out', reason: 'conversation' };
  return { type: 'case', case: written(call, result.match), found: result.type === 'exact' ? 'exactly' : 'closely' };
}

/**
 * The variables in a row, by the mapping and by columns that bear a variable's name, alone or as the last part of `outer.inner`. Undefined
 * unless every variable that the prompt needs is there.
 */
function mappedVars(row: JsonObject, { fields, mapping }: CaseMaker): JsonObject | undefined {
  const columns = columnsOf(row);
  const names = Object.keys(columns);
  const vars: [string, JsonValue][] = [];
  for (const { name } of fields) {
    const chosen = Object.entries(mapping).find(([, variable]) => variable === name)?.[0];
    const inner = names.filter((column) => column.endsWith(`.${name}`));
    const column = chosen ?? (Object.hasOwn(columns, name) ? name : inner.length === 1 ? inner[0] : undefined);
    const value = column === undefined || !Object.hasOwn(columns, column) ? undefined : columns[column];
    if (value !== undefined) vars.push([name, value]);
  }
  const isWhole = fields.every(({ name, required }) => !required || vars.some(([known]) => known === name));
  return isWhole && vars.length > 0 ? Object.fromEntries(vars) : undefined;
}

function written(call: LoggedCall, { inputs, rest }: Pick<MatchedInputs, 'inputs' | 'rest'>): ImportedCase {
  const turns = rest.filter(({ role }) => role === 'user').map(textOf);
  const [answer] = call.answers;
  return {
    vars: inputs,
    ...defined({ turns: turns.length > 0 ? turns : undefined, observed: answer && observed(answer.message) }),
    metadata: {
      source: 'log',
      format: call.format,
      ...defined({
        model: call.answeringModel ?? call.requestModel,
        day: call.startedAt?.slice(0, 10),
        milliseconds: call.milliseconds,
      }),
      ...plainFields(call.metadata),
      ...plainFields(call.feedback),
    },
  };
}

function observed(message: Message): JsonValue {
  const text = textOf(message);
  const calls = message.parts.flatMap((part) =>
    part.type === 'tool-call' ? [{ name: part.name, input: part.input }] : [],
  );
  return calls.length === 0 ? text : { ...(text === '' ? {} : { text }), calls };
}

/** Metadata is personal as well: what names a person, a device or a session stays behind. */
const personal = /user|mail|phone|ip_?addr|^ip$|session|login|agent$|device|customer|account|_?uid$|name$/i;

function plainFields(fields: JsonObject): JsonObject {
  const kept = Object.entries(fields).filter(
    ([key, value]) => !personal.test(key) && !isJsonObject(value) && value !== null && value !== '',
  );
  return Object.fromEntries(kept);
}

/** A case as JSON, in the form in which it is written. */
export function caseAsJson({ vars, turns, observed: answer, metadata }: ImportedCase): JsonObject {
  return { vars, ...defined({ turns: turns && [...turns], observed: answer }), metadata };
}
