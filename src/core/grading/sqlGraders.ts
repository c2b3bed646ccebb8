import { listAt, textAt } from '../jsonRead.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, settingsValue } from './grader.ts';
import { matchAll, patternFault } from './pattern.ts';
import { sqlBlocks } from './sqlBlocks.ts';
import { sqlSlip } from './sqlSlips.ts';
import type { PatternQuestion } from './verdict.ts';

interface SqlParser {
  /** `tableList` and `columnList` hold authorities such as `select::null::users`. */
  parse(sql: string, options?: { database: string }): { readonly tableList: string[]; readonly columnList: string[] };
}

export function gradeIsSql(input: CheckInput): Promise<Finding> {
  return gradeSql(input, input.text, 'be SQL');
}

/** Holds when one of the fenced blocks is SQL; without a fence, when the whole output is. */
export async function gradeContainsSql(input: CheckInput): Promise<Finding> {
  const claim = 'contain SQL';
  const blocks = sqlBlocks(input.text);
  let finding = await gradeSql(input, blocks[0] ?? input.text, claim);
  for (const block of blocks.slice(1)) {
    if (finding.holds) break;
    finding = await gradeSql(input, block, claim);
  }
  return finding;
}

async function gradeSql(input: CheckInput, sql: string, claim: string): Promise<Finding> {
  const settings = settingsOf(input);
  const { database } = settings;
  const { sqlDialects } = await import('./sqlDialects.ts');
  const load = sqlDialects[database.toLowerCase()];
  if (load === undefined) throw invalidCheck(`"${input.assertion.type}" knows no database type ${excerpt(database)}.`);
  const parser = newParser(await load());
  const fullClaim = `${claim} of ${database}`;
  const slip = sqlSlip(sql, database);
  if (slip !== undefined) return { holds: false, claim: fullClaim, detail: slip };
  const parsed = attempt(() => parser.parse(sql.trim(), { database }));
  if (typeof parsed === 'string') return { holds: false, claim: fullClaim, detail: `It cannot be read: ${parsed}` };
  const refused = [
    ...(await refusedBy(
      settings.table,
      parsed.tableList.map((found) => [found]),
      input,
    )),
    ...(await refusedBy(
      settings.column,
      parsed.columnList.map((found) => columnNames(found, parsed.tableList)),
      input,
    )),
  ];
  return {
    holds: refused.length === 0,
    claim: fullClaim,
    ...(refused.length > 0 ? { detail: `It uses what is not allowed: ${refused.join(', ')}.` } : {}),
  };
}

/** The names of a column. One without its table belongs to the table of the statement when there is only one. */
function columnNames(column: string, tables: readonly string[]): readonly string[] {
  const [action = '', table, name = ''] = column.split('::');
  const [only, ...others] = new Set(tables.map((found) => found.split('::')[2] ?? ''));
  return table === 'null' && only !== undefined && others.length === 0
    ? [column, `${action}::${only}::${name}`]
    : [column];
}

/** The names that none of the entries allows. Entries are patterns for a whole name, in any capitals; an empty list allows everything. */
async function refusedBy(
  allowed: readonly string[],
  found: readonly (readonly string[])[],
  { ports, assertion }: CheckInput,
): Promise<readonly string[]> {
  if (allowed.length === 0) return [];
  const broken = allowed.find((entry) => patternFault(entry) !== undefined);
  if (broken !== undefined) throw invalidCheck(`"${assertion.type}" cannot read the entry ${excerpt(broken)}.`);
  const written = new Set(allowed.map((entry) => entry.toLowerCase()));
  const unwritten = found.filter((names) => !names.some((name) => written.has(name.toLowerCase())));
  if (unwritten.length === 0) return [];
  const questions = unwritten.flatMap((names) => names.flatMap((text) => allowed.map(wholeName(text))));
  const holds = await matchAll(questions, ports.sandbox);
  const matched = new Set(questions.filter((_, index) => holds[index]).map(({ text }) => text));
  return unwritten.filter((names) => !names.some((name) => matched.has(name))).map(([name = '']) => name);
}

function wholeName(text: string): (entry: string) => PatternQuestion {
  return (entry) => ({ pattern: `^(?:${entry})$`, flags: 'i', text });
}

/** Makes the parser. The builds are CommonJS: their exports are the module's own or its default's, depending on the loader. */
function newParser(loaded: object): SqlParser {
  const found = [loaded, 'default' in loaded ? loaded.default : undefined].find(isBuild);
  if (found === undefined) throw invalidCheck('The SQL parser could not be loaded.');
  return new found.Parser();
}

function isBuild(value: unknown): value is { readonly Parser: new () => SqlParser } {
  return typeof value === 'object' && value !== null && 'Parser' in value && typeof value.Parser === 'function';
}

/** The value, or the message of the error that making it threw. */
function attempt<Value extends object>(make: () => Value): Value | string {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'no reason given.';
  }
}

interface SqlSettings {
  readonly database: string;
  readonly table: readonly string[];
  readonly column: readonly string[];
}

function settingsOf(input: CheckInput): SqlSettings {
  const value = settingsValue(input);
  return {
    database: textAt(value, 'databaseType') ?? 'MySQL',
    table: listAt(value, 'allowedTables').filter(isText),
    column: listAt(value, 'allowedColumns').filter(isText),
  };
}
