import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { turnsAt } from './readConversation.ts';
import { has, itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import type { SimulatedUser } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

const providerId = 'promptfoo:simulated-user';

/** How the user opens where nothing else is given: promptfoo's user thinks of its own first words. */
const greeting = 'Hello.';

/** True where a case's `provider` plays the user of a conversation and is no model to be tested. */
export function playsUser({ value }: SourceNode): boolean {
  return value === providerId || (isJsonObject(value) && value['id'] === providerId);
}

/** Reads promptfoo's provider that plays the user; the suite's models answer it. */
export function readPromptfooUser(reading: SuiteReading, provider: SourceNode): SimulatedUser {
  const config = provider.child('config');
  if (isJsonObject(config.value)) reportKeys(reading, config);
  const instructions = textOf(config.child('instructions')) ?? '{{instructions}}';
  const first = has(config, 'initialMessages') ? firstOf(reading, config.child('initialMessages')) : greeting;
  return { instructions, isGradedWhole: true, ...defined({ first, maxTurns: turnsAt(reading, config) }) };
}

const known: ReadonlySet<string> = new Set(['instructions', 'maxTurns', 'initialMessages']);

function reportKeys(reading: SuiteReading, config: SourceNode): void {
  for (const key of Object.keys(isJsonObject(config.value) ? config.value : {})) {
    // The whole conversation is sent each time, which is what a model without a memory of its own needs.
    if (known.has(key) || (key === 'stateful' && config.child(key).value === false)) continue;
    const message = `"${key}" of ${providerId} is not carried out here.`;
    reading.report(config.keyPlace(key), 'unsupported', message);
  }
}

function firstOf(reading: SuiteReading, messages: SourceNode): string | undefined {
  const items = itemsOf(messages);
  const [only] = items;
  const said = only && only.child('role').value === 'user' ? textOf(only.child('content')) : undefined;
  if (items.length === 1 && said !== undefined) return said;
  const message =
    '"initialMessages" is read where it is one message of the user: put what comes before it into the prompt.';
  reading.report(messages.place, 'unsupported', message);
  return undefined;
}
