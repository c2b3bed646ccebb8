import { assembleSuite } from './assembleSuite.ts';
import { boundTargets, readBoundSuite } from './boundSuite.ts';
import { readEvalSuite } from './evalSuite.ts';
import { filePrompt } from './filePrompt.ts';
import { readGithubSuite } from './githubSuite.ts';
import { nameOf, readPromptfooSuite } from './promptfooSuite.ts';
import type { SourcePlace, Suite } from './suite.ts';
import type { OpenedPrompt, SuiteFiles } from './suiteFiles.ts';
import { baseName, extensionOf } from './suitePath.ts';
import { type SuiteOptions, SuiteReading } from './suiteReading.ts';
import { readTestFile } from './testFiles.ts';

/** The ways to read a file as a suite. `bound` is a prompt that names files of cases. */
export type SuiteFormat = 'eval' | 'promptfoo' | 'github' | 'bound' | 'data';

/** The format that a file's name says; undefined when it says none. */
export function suiteFormatOf(file: string): SuiteFormat | undefined {
  const name = baseName(file);
  if (/\.eval\.ya?ml$/i.test(name)) return 'eval';
  if (/(?:\.prompt|_prompt)\.ya?ml$/i.test(name)) return 'github';
  if (/^promptfooconfig.*\.(?:ya?ml|json)$/i.test(name)) return 'promptfoo';
  // A name that starts with an underscore is a partial.
  if (/^[^_].*\.prompt(?:y|\.txt)?$/i.test(name)) return 'bound';
  return /\.(?:jsonl|ndjson|csv|tsv)$/i.test(name) ? 'data' : undefined;
}

/**
 * Reads a suite. Never throws for the contents of its files: a fault there is a problem with its place. A prompt file is a suite with the
 * cases that it names under `polyprompt.evals`; with `options.prompt`, plain data is bound to that prompt file. A YAML or JSON file of
 * another name is a suite when it names prompts, and data otherwise.
 */
export async function readSuite(file: string, files: SuiteFiles, options: SuiteOptions = {}): Promise<Suite> {
  const reading = new SuiteReading(file, files, options);
  const start: SourcePlace = { file, range: { start: 0, end: 0 } };
  const format = suiteFormatOf(file);
  if (format === 'github' || format === 'bound') {
    const opened = await openedPrompt(reading, file, start);
    if (!opened) return emptySuite(reading);
    return format === 'github' ? readGithubSuite(reading, opened) : readBoundSuite(reading, opened);
  }
  const text = await reading.readPath(file, start);
  if (text === undefined) return emptySuite(reading);
  if (format === 'data') return readDataSuite(reading, text);
  if (!/^(?:ya?ml|json)$/.test(extensionOf(file))) {
    const message =
      'A suite is an *.eval.yaml, a promptfooconfig, a .prompt.yml, or a CSV or JSONL file with a prompt.';
    reading.report(start, 'unknown-format', message);
    return emptySuite(reading);
  }
  const root = reading.parse(file, text);
  if (format === 'eval' || root.child('prompt').value !== null) return readEvalSuite(reading, root);
  const isPromptfoo = format === 'promptfoo' || root.child('prompts').value !== null;
  return isPromptfoo ? readPromptfooSuite(reading, root) : readDataSuite(reading, text);
}

async function readDataSuite(reading: SuiteReading, text: string): Promise<Suite> {
  const { file, options } = reading;
  const from: SourcePlace = { file, range: { start: 0, end: 0 } };
  const opened = options.prompt === undefined ? undefined : await openedPrompt(reading, options.prompt, from);
  if (options.prompt === undefined)
    reading.report(from, 'no-prompts', 'Choose the prompt file that these cases belong to.');
  return assembleSuite(reading, {
    name: nameOf(file),
    prompts: opened ? [filePrompt(opened, { file: options.prompt ?? file, range: from.range })] : [],
    targets: opened ? boundTargets(options.models, opened) : [],
    drafts: await readTestFile(reading, { path: file, text, from }),
  });
}

async function openedPrompt(
  reading: SuiteReading,
  path: string,
  place: SourcePlace,
): Promise<OpenedPrompt | undefined> {
  const opened = await reading.files.openPrompt(path);
  if (opened && !('refused' in opened)) return opened;
  if (opened) reading.reportRefused(place, `The prompt "${path}"`, opened);
  else await reading.reportMissing(place, path, `There is no prompt file "${path}".`);
  return undefined;
}

function emptySuite(reading: SuiteReading): Promise<Suite> {
  return assembleSuite(reading, { name: nameOf(reading.file), prompts: [], targets: [], drafts: [] });
}
