import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { PromptDocument } from '../../core/prompt/document.ts';
import { inputFields, parseInputValue } from '../../core/prompt/inputs.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { Problem } from '../../core/text/problem.ts';
import { positionAt } from '../../core/text/textRange.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { type LoadedPrompt, loadPromptText } from '../../node/suites/loadPrompt.ts';

export interface InputFlags {
  /** Inputs as `name=value` pairs. */
  readonly input: readonly string[];
  /** Path of a JSON file with inputs. */
  readonly inputs?: string;
  /** True when a variable without a value appears in the messages by its name. */
  readonly namesForMissing?: true;
}

/** Reads and renders a prompt file with the inputs of the command line; warnings go to stderr, errors are thrown with their place. */
export function loadPrompt(file: string, flags: InputFlags): Promise<LoadedPrompt> {
  const text = readNamedFile(file, 'Check the path of the prompt file.');
  const given = path.resolve(file);
  return loadPromptText({
    file,
    place: given,
    text,
    workspaceFolder: findWorkspaceFolder(given),
    namesForMissing: flags.namesForMissing,
    inputsFor: (document) => ({ ...inputsFromFile(flags.inputs), ...inputsFromFlags(document, flags.input) }),
    disk: { given },
  });
}

/** Prints problems, `file:line:column` first as editors and CI like it, and throws when any of them is an error. */
export function reportProblems(prompt: LoadedPrompt, write: (text: string) => void): void {
  for (const problem of prompt.problems) {
    if (problem.severity === 'hint' || problem.severity === 'error') continue;
    write(`${inOneLine(`${placeOf(prompt, problem)}: ${problem.severity}: ${problem.message}`)}\n`);
  }
  const error = prompt.problems.find((problem) => problem.severity === 'error');
  if (error) throw new PolypromptError('invalid-prompt', `${placeOf(prompt, error)}: ${error.message}`);
}

export function requireInputs(prompt: LoadedPrompt): void {
  const [first] = prompt.rendered.missing;
  if (first === undefined) return;
  const names = prompt.rendered.missing.join(', ');
  throw new PolypromptError('missing-input', `${prompt.file} needs a value for ${names}.`, {
    hint: `Give it with --input ${first}=... or --inputs FILE.json.`,
  });
}

function placeOf(prompt: LoadedPrompt, problem: Problem): string {
  const { line, column } = positionAt(prompt.text, problem.range.start);
  return `${prompt.file}:${line}:${column}`;
}

function inputsFromFile(file: string | undefined): JsonObject {
  if (file === undefined) return {};
  const text = readNamedFile(file, 'Check the path of the inputs.');
  try {
    const value: JsonValue = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Text that is no JSON ends in the same error as JSON of another shape.
  }
  throw new PolypromptError('invalid-arguments', `${file} has to hold a JSON object of inputs.`, {
    hint: 'For example {"ticket": "My parcel is late"}.',
  });
}

function inputsFromFlags(document: PromptDocument, pairs: readonly string[]): JsonObject {
  const fields = inputFields(document);
  const entries = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new PolypromptError('invalid-arguments', `--input ${pair} is not name=value.`);
    const name = pair.slice(0, equals);
    const field = fields.find((candidate) => candidate.name === name) ?? {
      name,
      type: 'string' as const,
      required: false,
    };
    const parsed = parseInputValue(field, pair.slice(equals + 1));
    if (parsed.problem !== undefined)
      throw new PolypromptError('invalid-arguments', `--input ${name}: ${parsed.problem}`);
    return [name, parsed.value] as const;
  });
  return Object.fromEntries(entries);
}
