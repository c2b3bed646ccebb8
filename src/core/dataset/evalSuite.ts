import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { assembleSuite } from './assembleSuite.ts';
import { readDerivedMetrics } from './derivedMetrics.ts';
import { checkFileSchema } from './fileSchema.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { modelAt } from './modelAt.ts';
import { numberAt } from './numberAt.ts';
import { nameOf, readCases } from './promptfooSuite.ts';
import { openPrompt, readPrompts } from './readPrompts.ts';
import { readTargets } from './readTargets.ts';
import { readTrust } from './readTrust.ts';
import { type Requirement, readRequirement } from './requirement.ts';
import { itemsOf, type SourceNode, textOf, textsOf } from './sourceNode.ts';
import type { Suite, SuitePrompt } from './suite.ts';
import { resolvePath } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { readSuiteTools } from './suiteTools.ts';

/** Reads our own `*.eval.yaml`: promptfoo's vocabulary with `prompt`, `models`, `judge`, `repeat` and `cases`. */
export async function readEvalSuite(reading: SuiteReading, root: SourceNode): Promise<Suite> {
  if (!isJsonObject(root.value))
    reading.report(root.place, 'not-a-map', 'A suite is a map: start with "prompt: ./name.prompt".');
  else {
    await checkFileSchema(reading, root, 'suite');
    reportUnknownKeys(reading, root, 'suite');
  }
  const environment = root.child('env').value;
  if (isJsonObject(environment)) reading.environment = { ...reading.environment, ...environment };
  const prompts = [
    ...(await readPromptFiles(reading, root.child('prompt'))),
    ...(await readPrompts(reading, root.child('prompts'))),
  ];
  const judge = modelAt(reading, root.child('judge'));
  const embedder = modelAt(reading, root.child('embedder'));
  const promptfoo = root.child('evaluateOptions');
  const trust = readTrust(reading, root.child('trust'));
  const repeat = numberAt(reading, root, 'repeat') ?? numberAt(reading, promptfoo, 'repeat');
  const concurrency = numberAt(reading, root, 'concurrency', 1) ?? numberAt(reading, promptfoo, 'maxConcurrency', 1);
  const tools = await readSuiteTools(reading, root);
  const cases = await readCases(reading, root);
  return assembleSuite(reading, {
    name: textOf(root.child('name')) ?? textOf(root.child('description')) ?? nameOf(reading.file),
    prompts,
    targets: await readTargets(reading, modelsOf(root)),
    ...cases,
    derivedMetrics: readDerivedMetrics(reading, root.child('derivedMetrics'), cases),
    requirements: readRequirements(reading, root.child('require')),
    ...defined({ judge, trust, embedder, repeat, concurrency, tools }),
  });
}

/** One that cannot be read is left out of the run's answer, which is incomplete then. */
function readRequirements(reading: SuiteReading, list: SourceNode): readonly Requirement[] {
  return itemsOf(list).flatMap((item) => {
    const read = readRequirement(textOf(item) ?? '');
    if (typeof read !== 'string') return [read];
    reading.report(item.place, 'wrong-requirement', `${read}.`);
    return [];
  });
}

function modelsOf(root: SourceNode): SourceNode {
  const key = ['models', 'targets', 'providers'].find((name) => root.child(name).value !== null);
  return root.child(key ?? 'models');
}

async function readPromptFiles(reading: SuiteReading, node: SourceNode): Promise<readonly SuitePrompt[]> {
  const prompts: SuitePrompt[] = [];
  for (const reference of textsOf(node)) {
    const prompt = await openPrompt(reading, resolvePath(reading.file, reference), node.place);
    if (prompt) prompts.push(prompt);
  }
  return prompts;
}
