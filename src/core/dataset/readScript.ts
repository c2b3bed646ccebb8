import { PolypromptError } from '../errors.ts';
import { scriptFile } from './scriptFile.ts';
import { type SourceNode, textOf } from './sourceNode.ts';
import { scriptLanguage } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';

/**
 * Reads JavaScript in the form that the sandbox takes: as it is written, or from the file that `file://` names. A script that cannot be run
 * is a problem.
 */
export async function readScript(reading: SuiteReading, node: SourceNode): Promise<string | undefined> {
  const script = textOf(node);
  if (script === undefined || !script.startsWith('file://')) return script;
  const language = scriptLanguage(script);
  if (language === 'JavaScript') return readScriptFile(reading, script, node.place);
  reading.leaveOut(node.place, `A script in a ${language ?? 'unknown'} file`);
  return undefined;
}

/** Reads `file://check.js` or `file://check.js:name`, relative to the file that names it; only within the workspace folder. */
export async function readScriptFile(
  reading: SuiteReading,
  reference: string,
  place: SourceNode['place'],
): Promise<string | undefined> {
  const [, file = reference, name] = /^(.*\.[cm]?js)(?::([\w$.]+))?$/i.exec(reference) ?? [];
  const text = await reading.read(file, place);
  if (text === undefined) return undefined;
  try {
    return scriptFile(text, name);
  } catch (error) {
    if (!(error instanceof PolypromptError)) throw error;
    reading.report(place, error.code, `${file.replace(/^file:\/\//, '')}: ${error.message}`);
    return undefined;
  }
}
