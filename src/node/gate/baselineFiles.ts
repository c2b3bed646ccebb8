import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { type Baseline, type BaselineFile, formatBaseline, readBaseline } from '../../core/gate/storedBaseline.ts';
import { type FileReader, textOf } from '../files/fileReader.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { rewriteText } from '../files/rewriteText.ts';

const maxBytes = 50_000_000;

/**
 * The path of a baseline in the workspace folder, such as `.polyprompt/baselines/triage.eval.yaml.json`. The file is meant to be committed.
 */
export function baselinePath(workspaceFolder: string, suite: string): string {
  return path.join(workspaceFolder, '.polyprompt', 'baselines', `${suite}.json`);
}

/** The baseline of a suite in one version of the files; undefined when it has none. */
export async function baselineIn(reader: FileReader, file: string): Promise<BaselineFile | undefined> {
  const found = await reader.read(file, maxBytes);
  if (!found) return undefined;
  if ('refused' in found) throw new PolypromptError('invalid-arguments', `${file} is not read: ${found.refused}`);
  return readBaseline(textOf(found) ?? '');
}

/** The baseline on disk; an empty one when there is none. Throws `invalid-arguments` when it cannot be read. */
export function readBaselineFile(file: string): Baseline {
  const text = readTextIfThere(file);
  if (text === undefined) return new Map();
  const { baseline, problem } = readBaseline(text);
  if (problem) throw new PolypromptError('invalid-arguments', `${file}: ${problem.message}`);
  return baseline;
}

export function writeBaselineFile(file: string, baseline: Baseline): void {
  rewriteText(file, formatBaseline(baseline));
}
