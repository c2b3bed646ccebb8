import { defined } from '../jsonRead.ts';
import type { PlacedValue, ReportAt } from '../text/placedValue.ts';
import { lintOrder } from './lintToolRules.ts';
import { type PlacedRule, readToolRules } from './readToolRules.ts';
import type { ToolSettings } from './toolSettings.ts';

/** The keys of a prompt, a suite or a case that say which tools of servers there are, and how calls are answered. */
export const toolSettingKeys = ['toolResults', 'maxTurns', 'returnToolRequests', 'mcp'] as const;

/** What a map says about the tools that a model calls, with the place of each rule. */
export interface ReadToolSettings<Place> {
  /** Undefined where nothing is said. */
  readonly settings?: ToolSettings;
  readonly rules: readonly PlacedRule<Place>[];
}

/** The most times that results may be given back: a loop that goes on for longer is no test any more, and each round is paid. */
const mostTurns = 100;

/** Reads the settings in a map; `mocks` are the rules that stand with its tools, which come behind those of `toolResults`. */
export function readToolSettings<Place>(
  node: PlacedValue<Place>,
  report: ReportAt<Place>,
  mocks: readonly PlacedRule<Place>[] = [],
): ReadToolSettings<Place> {
  const rules = [...readToolRules(node.child('toolResults'), report), ...mocks];
  lintOrder(rules, report);
  const settings: ToolSettings = defined({
    toolResults: rules.length > 0 ? rules.map(({ rule }) => rule) : undefined,
    maxTurns: readMaxTurns(node.child('maxTurns'), report),
    returnToolRequests: readFlag(node.child('returnToolRequests'), report),
    mcp: readServerNames(node.child('mcp'), report),
  });
  return { rules, ...(Object.keys(settings).length > 0 ? { settings } : {}) };
}

function readMaxTurns<Place>({ value, place }: PlacedValue<Place>, report: ReportAt<Place>): number | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostTurns) return value;
  const message = `"maxTurns" is how often results are given back: a whole number from 1 to ${mostTurns}.`;
  report(place, 'wrong-number', message);
  return undefined;
}

/** Reads the name of an MCP server, or a list of names; undefined where nothing is said. */
function readServerNames<Place>(
  { value, place }: PlacedValue<Place>,
  report: ReportAt<Place>,
): readonly string[] | undefined {
  if (value === null) return undefined;
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.every((name) => typeof name === 'string')) return [...new Set(names)];
  report(place, 'wrong-type', '"mcp" is the name of an MCP server, or a list of names: mcp: [orders].');
  return undefined;
}

function readFlag<Place>({ value, place }: PlacedValue<Place>, report: ReportAt<Place>): boolean | undefined {
  if (typeof value === 'boolean' || value === null) return value ?? undefined;
  report(place, 'wrong-type', '"returnToolRequests" is true or false.');
  return undefined;
}
