import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { modelAt } from './modelAt.ts';
import { readChecks } from './readChecks.ts';
import { has, itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import type { CaseTurn, EvalCase, SimulatedUser } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Reads what the user says after the first answer of a case: fixed `turns`, or a `user` that another model plays. */
export async function readConversation(
  reading: SuiteReading,
  node: SourceNode,
): Promise<Pick<EvalCase, 'turns' | 'simulatedUser'>> {
  const turns = has(node, 'turns') ? await readTurns(reading, node.child('turns')) : undefined;
  const simulatedUser = has(node, 'user') ? readSimulatedUser(reading, node.child('user')) : undefined;
  if (turns && simulatedUser) {
    const message = 'Either "turns" say what the user says, or a model plays the "user": take one of them away.';
    reading.report(node.keyPlace('user'), 'two-conversations', message);
    return { turns };
  }
  return defined({ turns, simulatedUser });
}

async function readTurns(reading: SuiteReading, node: SourceNode): Promise<readonly CaseTurn[] | undefined> {
  const items = itemsOf(node);
  if (items.length === 0) {
    reading.report(node.place, 'wrong-type', '"turns" is a list of what the user says: ["And in euros?"].');
    return undefined;
  }
  const turns: CaseTurn[] = [];
  for (const item of items) {
    const turn = await readTurn(reading, item);
    if (turn) turns.push(turn);
  }
  // Without one of its turns a conversation would be another one.
  return turns.length === items.length ? turns : undefined;
}

async function readTurn(reading: SuiteReading, node: SourceNode): Promise<CaseTurn | undefined> {
  const { place } = node;
  const text = textOf(node);
  if (text !== undefined && text.trim() !== '') return { user: text, checks: [], place };
  reportUnknownKeys(reading, node, 'turn');
  const user = textOf(node.child('user'));
  if (user !== undefined && user.trim() !== '')
    return { user, checks: has(node, 'assert') ? await readChecks(reading, node.child('assert')) : [], place };
  reading.report(place, 'wrong-type', 'A turn is a text, or a map with "user" (what is said) and "assert".');
  return undefined;
}

const texts = ['instructions', 'persona', 'goal', 'stop', 'first'] as const;

function readSimulatedUser(reading: SuiteReading, node: SourceNode): SimulatedUser | undefined {
  if (!isJsonObject(node.value)) {
    reading.report(node.place, 'wrong-type', '"user" is a map with "instructions", or with "persona" and "goal".');
    return undefined;
  }
  reportUnknownKeys(reading, node, 'user');
  const said = Object.fromEntries(texts.flatMap((key) => textAt(reading, node, key)));
  if (said['instructions'] === undefined && said['goal'] === undefined) {
    const message = 'A user needs "instructions", or a "goal" and as a rule a "persona".';
    reading.report(node.place, 'no-instructions', message);
    return undefined;
  }
  return { ...said, ...defined({ maxTurns: turnsAt(reading, node), model: modelAt(reading, node.child('model')) }) };
}

function textAt(
  reading: SuiteReading,
  node: SourceNode,
  key: (typeof texts)[number],
): readonly (readonly [string, string])[] {
  if (!has(node, key)) return [];
  const text = textOf(node.child(key));
  if (text !== undefined && text.trim() !== '') return [[key, text]];
  reading.report(node.child(key).place, 'wrong-type', `"${key}" of a user is a text.`);
  return [];
}

/** The most messages of a user: a talk that goes on for longer is no test any more, and each message is paid. */
const mostTurns = 100;

/** The limit of a user's messages; undefined where none is set. */
export function turnsAt(reading: SuiteReading, node: SourceNode): number | undefined {
  const { value, place } = node.child('maxTurns');
  if (value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostTurns) return value;
  const message = `"maxTurns" of a user is the number of messages that it sends: a whole number from 1 to ${mostTurns}.`;
  reading.report(place, 'wrong-number', message);
  return undefined;
}
