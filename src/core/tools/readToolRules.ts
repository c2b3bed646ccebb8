import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { isKnown, type KnownKeys, unknownKey } from '../text/keyNames.ts';
import { hasKey, type PlacedValue, type ReportAt } from '../text/placedValue.ts';
import { answerKeys, readToolAnswer } from './readToolAnswer.ts';
import type { ToolRule } from './toolSettings.ts';

/** A rule with the place of the tool's name, where findings about the whole rule are shown. */
export interface PlacedRule<Place> {
  readonly rule: ToolRule;
  readonly place: Place;
  /** The place of one of its arguments; absent for a rule without any. */
  readonly argumentPlace?: (name: string) => Place;
}

const meant = {
  name: 'tool',
  function: 'tool',
  arguments: 'args',
  input: 'args',
  when: 'args',
  params: 'args',
  count: 'times',
  repeat: 'times',
  output: 'result',
  returns: 'result',
  return: 'result',
  response: 'result',
  value: 'result',
  content: 'parts',
  js: 'javascript',
  script: 'javascript',
  throws: 'error',
} as const;

const ruleKeys: KnownKeys = {
  what: 'a rule of "toolResults"',
  read: ['tool', 'args', 'times', ...answerKeys],
  ignored: ['description', 'comment', 'notes'],
  meant,
};

/** The keys of a rule that stands with its tool. */
export const mockKeys: KnownKeys = {
  ...ruleKeys,
  what: 'a mock',
  read: ['args', 'times', ...answerKeys],
};

/** Reads the list under `toolResults`. A rule that cannot be read is left out, with its problem. */
export function readToolRules<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): readonly PlacedRule<Place>[] {
  const { value } = node;
  if (value === null) return [];
  if (!Array.isArray(value)) {
    const example = 'toolResults: [{tool: get_weather, result: {temperature: 4}}]';
    report(node.place, 'wrong-type', `"toolResults" is a list of rules: ${example}.`);
    return [];
  }
  return value.flatMap((_item, index) => readNamedRule(node.child(index), report));
}

function readNamedRule<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): readonly PlacedRule<Place>[] {
  if (!isJsonObject(node.value)) {
    report(
      node.place,
      'wrong-type',
      'A rule is a map with "tool" and one of "result", "error", "parts", "javascript".',
    );
    return [];
  }
  reportKeys(node, ruleKeys, report);
  const tool = node.value['tool'];
  if (typeof tool === 'string' && tool.trim() !== '') {
    const rule = readToolRule(node, tool.trim(), report);
    return rule ? [placedRule(rule, node, node.child('tool').place)] : [];
  }
  report(
    hasKey(node, 'tool') ? node.child('tool').place : node.place,
    'no-tool',
    'Name the "tool" that this rule answers.',
  );
  return [];
}

/** A rule with its places; `place` is that of the whole. */
export function placedRule<Place>(rule: ToolRule, node: PlacedValue<Place>, place: Place): PlacedRule<Place> {
  return { rule, place, ...(rule.args ? { argumentPlace: (name: string) => node.child('args').keyPlace(name) } : {}) };
}

/** Reads everything of a rule but the name of its tool; undefined, with a problem, where it is not clear what it asks for. */
export function readToolRule<Place>(
  node: PlacedValue<Place>,
  tool: string,
  report: ReportAt<Place>,
): ToolRule | undefined {
  const wrong = wrongCondition(node);
  if (wrong !== undefined) report(wrong.place, wrong.code, wrong.message);
  const answer = readToolAnswer(node, report);
  if (wrong !== undefined || !answer) return undefined;
  const { args, times } = isJsonObject(node.value) ? node.value : {};
  return {
    tool,
    ...(isJsonObject(args) ? { args } : {}),
    ...defined({ times: typeof times === 'number' ? times : undefined }),
    answer,
  };
}

interface WrongCondition<Place> {
  readonly place: Place;
  readonly code: string;
  readonly message: string;
}

/** The fault in what says to which calls a rule applies; without the condition it would answer others, too. */
function wrongCondition<Place>(node: PlacedValue<Place>): WrongCondition<Place> | undefined {
  const { args, times } = isJsonObject(node.value) ? node.value : {};
  if (args !== undefined && !isJsonObject(args))
    return { place: node.child('args').place, code: 'wrong-type', message: '"args" is a map of arguments and values.' };
  if (times === undefined || (typeof times === 'number' && Number.isInteger(times) && times >= 1)) return undefined;
  const message = '"times" is the number of calls that the rule answers: a whole number from 1.';
  return { place: node.child('times').place, code: 'wrong-number', message };
}

/** Reports the keys of a rule that mean nothing. */
export function reportKeys<Place>(node: PlacedValue<Place>, known: KnownKeys, report: ReportAt<Place>): void {
  for (const key of Object.keys(isJsonObject(node.value) ? node.value : {})) {
    if (isKnown(known, key)) continue;
    const { severity, message } = unknownKey(known, key);
    report(node.keyPlace(key), 'unknown-key', message, severity);
  }
}
