import { readFileSync, statSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { readYaml, valueAt } from '../../core/text/yamlSource.ts';
import { toBytes, writeBytes } from './hookFile.ts';
import type { HookPlace } from './hookPlace.ts';
import type { FileChange } from './hookReport.ts';
import { checkScript } from './hookScript.ts';
import { blockIn, removeBlock } from './markedBlock.ts';
import { addYamlEntry, type YamlEntry } from './yamlEntry.ts';

/**
 * Adds our entry to the configuration of Lefthook or of the pre-commit framework, and gives what changed. Throws an error that names the
 * lines to add by hand.
 */
export function installConfiguredHook(place: HookPlace): readonly FileChange[] {
  const { file } = place;
  const text = readText(file);
  if (text !== undefined && blockIn(text)) return [];
  const entry = text === undefined ? undefined : entryFor(place, text);
  const edited = text === undefined || entry === undefined ? undefined : addYamlEntry(text, entry);
  if (edited === undefined) throw byHand(place);
  return write(file, edited);
}

/** Removes our entry, and gives what changed. Throws when somebody has changed the entry since. */
export function uninstallConfiguredHook(place: HookPlace): readonly FileChange[] {
  const { file } = place;
  const text = readText(file);
  const lines = text === undefined ? undefined : blockIn(text);
  if (text === undefined || lines === undefined) return [];
  const rest = removeBlock(text);
  const written = entryFor(place, rest)?.lines ?? [];
  if (lines.join('\n') === written.join('\n')) return write(file, rest);
  throw new PolypromptError('git', `The lines of polyprompt in ${file} were changed since, so they stay.`, {
    hint: 'Delete what is between the two comments "polyprompt" by hand.',
  });
}

/** The entry for a configuration; undefined for a file that is no YAML text. */
function entryFor({ manager, file }: HookPlace, text: string): YamlEntry | undefined {
  if (!/\.ya?ml$/.test(file)) return undefined;
  return manager === 'lefthook' ? lefthookEntry(text) : frameworkEntry(text);
}

/** Lefthook has named commands and, in newer versions, a list of jobs. Our entry joins the one that the file uses. */
function lefthookEntry(text: string): YamlEntry {
  const { value } = readYaml(text, 0);
  const hook = valueAt(value, ['pre-commit']);
  const command = ['run: |', ...indented(checkScript())];
  if (isJsonObject(hook) && Array.isArray(hook['jobs']))
    return { path: ['pre-commit', 'jobs'], lines: ['- name: polyprompt', ...indented(command)] };
  const named = ['polyprompt:', ...indented(command)];
  if (isJsonObject(hook) && 'commands' in hook) return { path: ['pre-commit', 'commands'], lines: named };
  const commands = ['commands:', ...indented(named)];
  if ('pre-commit' in value) return { path: ['pre-commit'], lines: commands };
  return { path: [], lines: ['pre-commit:', ...indented(commands)] };
}

function frameworkEntry(text: string): YamlEntry {
  const { value } = readYaml(text, 0);
  const hook = [
    '- id: polyprompt',
    '  name: polyprompt check',
    '  entry: |-',
    "    sh -c '",
    ...indented(indented(checkScript())),
    "    '",
    '  language: system',
    '  stages: [pre-commit]',
    '  pass_filenames: false',
    '  always_run: true',
    // Without this, pre-commit would hide the message of a gate that could not run.
    '  verbose: true',
  ];
  const lines = ['- repo: local', '  hooks:', ...indented(indented(hook))];
  return 'repos' in value ? { path: ['repos'], lines } : { path: [], lines: ['repos:', ...indented(lines)] };
}

function byHand({ manager, file }: HookPlace): PolypromptError {
  return new PolypromptError('git', `${file} cannot be edited without losing what is in it.`, {
    hint: 'Add this to it yourself:',
    lines: linesByHand(manager, file),
  });
}

function linesByHand(manager: HookPlace['manager'], file: string): readonly string[] {
  if (manager !== 'lefthook') return frameworkEntry('').lines;
  const script = checkScript().join('\n');
  if (file.endsWith('.toml')) return ['[pre-commit.commands.polyprompt]', `run = '''\n${script}\n'''`];
  if (file.endsWith('.json'))
    return [JSON.stringify({ 'pre-commit': { commands: { polyprompt: { run: script } } } }, null, 2)];
  return lefthookEntry('').lines;
}

/** The text of a file; undefined where it is not UTF-8, because it could not be written back unchanged. */
function readText(file: string): string | undefined {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

function write(file: string, text: string): readonly FileChange[] {
  writeBytes(file, toBytes(text), statSync(file).mode);
  return [{ what: 'wrote', file }];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
