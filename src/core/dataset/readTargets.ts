import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { numberAt } from './numberAt.ts';
import { readParameters } from './readParameters.ts';
import { readScript } from './readScript.ts';
import { itemsOf, rowNode, type SourceNode, textOf, textsOf } from './sourceNode.ts';
import type { SuiteTarget } from './suite.ts';
import { scriptLanguage } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { joinedTools, readCallbacks, readToolMocks } from './suiteTools.ts';

/** A target with the name it has in the file, by which cases choose. */
export type NamedTarget = SuiteTarget & { readonly name: string };

/** Reads `providers:` or `models:`. Names without a counterpart here are listed as problems, never guessed. */
export async function readTargets(reading: SuiteReading, written: SourceNode): Promise<readonly NamedTarget[]> {
  const node = await reading.follow(written);
  if (node.value === null) return [];
  const items = Array.isArray(node.value) ? itemsOf(node) : [node];
  const targets: NamedTarget[] = [];
  for (const item of items) {
    for (const target of await readItem(reading, item)) {
      const count = targets.filter(({ id }) => id === target.id || id.startsWith(`${target.id} #`)).length;
      targets.push(count === 0 ? target : { ...target, id: `${target.id} #${count + 1}` });
    }
  }
  if (targets.length === 0)
    reading.report(node.place, 'no-targets', 'None of these models can be run here: name one as provider/model.');
  return targets;
}

/** Reads the model that one entry names; undefined, with a problem, where it names none. */
export async function readOneTarget(reading: SuiteReading, written: SourceNode): Promise<NamedTarget | undefined> {
  return (await readItem(reading, written))[0];
}

async function readItem(reading: SuiteReading, written: SourceNode): Promise<readonly NamedTarget[]> {
  const reference = textOf(written) ?? '';
  const language = reference.startsWith('file://') ? scriptLanguage(reference) : undefined;
  if (language) {
    reading.leaveOut(written.place, `A provider in ${language}`);
    return [];
  }
  const node = await reading.follow(written);
  if (Array.isArray(node.value))
    return (await Promise.all(itemsOf(node).map((item) => readItem(reading, item)))).flat();
  const target = await readTarget(reading, unfolded(node));
  return target ? [target] : [];
}

/** Reads `- openai:gpt-4o: {config…}` as a map with an id. */
function unfolded(node: SourceNode): SourceNode {
  const { value } = node;
  if (typeof value === 'string') return rowNode({ id: value }, node.place);
  if (!isJsonObject(value) || value['id'] !== undefined) return node;
  const [only, ...others] = Object.keys(value);
  if (only === undefined || others.length > 0) return node;
  const inner = node.child(only);
  return isJsonObject(inner.value) ? withId(inner, only) : node;
}

function withId(node: SourceNode, id: string): SourceNode {
  const map = isJsonObject(node.value) ? node.value : {};
  return {
    value: { id, ...map },
    file: node.file,
    path: node.path,
    place: node.place,
    written: node.written,
    child: (key) => node.child(key),
    keyPlace: (key) => node.keyPlace(key),
    settings: () => node.settings(),
  };
}

async function readTarget(reading: SuiteReading, node: SourceNode): Promise<NamedTarget | undefined> {
  const id = isJsonObject(node.value) ? node.value['id'] : undefined;
  if (typeof id !== 'string' || id.trim() === '') {
    reading.report(node.place, 'wrong-type', 'A model is a text such as openai/gpt-5.6-luna, or a map with an "id".');
    return undefined;
  }
  reportUnknownKeys(reading, node, 'model');
  const model = id.includes('{{') ? undefined : reading.modelOf(id);
  if (model === undefined) {
    reading.leaveOut(node.place, `The provider "${id}"`);
    return undefined;
  }
  const label = textOf(node.child('label'));
  const prompts = node.child('prompts');
  const transform = await readScript(reading, node.child('transform'));
  const delayMs = numberAt(reading, node, 'delay');
  const [config, parameters] = [node.child('config'), node.child('parameters')];
  const tools = joinedTools(await readToolMocks(reading, config), await readToolMocks(reading, parameters));
  const callbacks = (await readCallbacks(reading, config)) ?? (await readCallbacks(reading, parameters));
  return {
    id: label ?? model,
    name: id,
    model,
    parameters: {
      ...(await readParameters(reading, config)),
      ...(await readParameters(reading, parameters)),
      ...wireOf(id),
    },
    ...(prompts.value === null ? {} : { prompts: textsOf(prompts) }),
    ...defined({ transform, delayMs, tools, callbacks }),
  };
}

/** promptfoo's `openai:chat:` asks for Chat Completions, where we would speak the Responses API. */
function wireOf(id: string): Pick<SuiteTarget['parameters'], 'wire'> {
  return /^(?:openai|azure|azureopenai):chat:/.test(id.trim()) ? { wire: 'chat' } : {};
}
