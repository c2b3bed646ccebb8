import { assembleSuite } from './assembleSuite.ts';
import type { CaseDraft } from './caseDraft.ts';
import { filePrompt } from './filePrompt.ts';
import type { NamedTarget } from './readTargets.ts';
import type { Suite } from './suite.ts';
import type { OpenedPrompt } from './suiteFiles.ts';
import type { SuiteReading } from './suiteReading.ts';
import { readTestFiles } from './testFiles.ts';

/** Reads a prompt file as a suite over the cases that it names. A prompt file that names none has no cases, which is no mistake. */
export async function readBoundSuite(reading: SuiteReading, opened: OpenedPrompt): Promise<Suite> {
  const { file } = reading;
  reading.problems.push(...opened.problems.map((problem) => ({ ...problem, file })));
  return assembleSuite(reading, {
    name: opened.name,
    prompts: [filePrompt(opened, { file, range: { start: 0, end: 0 } })],
    targets: promptTargets(opened),
    drafts: await readBoundCases(reading, opened),
  });
}

/** The cases of the files under `polyprompt.evals`. A whole suite named there is a suite of its own. */
export async function readBoundCases(reading: SuiteReading, { evals }: OpenedPrompt): Promise<readonly CaseDraft[]> {
  const drafts: CaseDraft[] = [];
  for (const { value, range } of evals) {
    if (/\.eval\.ya?ml$|(?:^|\/)promptfooconfig[^/]*$/i.test(value)) continue;
    for (const draft of await readTestFiles(reading, value, { file: reading.file, range })) drafts.push(draft);
  }
  return drafts;
}

/** The models that plain data runs on: those of its binding, else the prompt's. */
export function boundTargets(models: readonly string[] | undefined, opened: OpenedPrompt): readonly NamedTarget[] {
  return models && models.length > 0 ? targetsNamed(models, opened) : promptTargets(opened);
}

/** The models that a prompt file names. */
export function promptTargets(opened: OpenedPrompt): readonly NamedTarget[] {
  const { model, models } = opened;
  return targetsNamed(models.length > 0 ? models : model === undefined ? [] : [model], opened);
}

function targetsNamed(names: readonly string[], { parameters }: OpenedPrompt): readonly NamedTarget[] {
  return [...new Set(names)].map((name) => ({ id: name, name, model: name, parameters }));
}
