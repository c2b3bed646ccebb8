import { statSync } from 'node:fs';
import path from 'node:path';
import type { GitRepository } from '../git/gitRepository.ts';
import { readBytes, removeFile, writeBytes } from './hookFile.ts';
import type { FileChange } from './hookReport.ts';
import { type HookProgram, mergeScript } from './hookScript.ts';
import { lineEndOf } from './markedBlock.ts';

const section = 'merge.polyprompt-baseline';
/** A repository may hold several workspace folders, each with its own baselines. */
const attribute = '**/.polyprompt/baselines/*.json merge=polyprompt-baseline';
const newFile = 0o644;

/** Lets Git merge baselines by case instead of by line: one line of `.gitattributes`, and this clone's configuration. */
export async function installMergeDriver(
  repository: GitRepository,
  program: HookProgram,
): Promise<readonly FileChange[]> {
  return [
    ...addAttribute(repository.root),
    ...(await configure(repository, 'name', 'baselines of polyprompt, case by case')),
    ...(await configure(repository, 'driver', mergeScript(program))),
  ];
}

export async function uninstallMergeDriver(repository: GitRepository): Promise<readonly FileChange[]> {
  const changes = removeAttribute(repository.root);
  if (!(await isConfigured(repository))) return changes;
  await repository.read(['config', '--local', '--remove-section', section]);
  return [...changes, { what: 'removed', file: section }];
}

export interface MergeDriverState {
  /** True when `.gitattributes` asks for the driver. */
  readonly isAsked: boolean;
  /** True when this clone knows what to run. */
  readonly isConfigured: boolean;
}

export async function mergeDriverState(repository: GitRepository): Promise<MergeDriverState> {
  const bytes = readBytes(attributesOf(repository.root)) ?? '';
  return { isAsked: linesOf(bytes).includes(attribute), isConfigured: await isConfigured(repository) };
}

function addAttribute(root: string): readonly FileChange[] {
  const file = attributesOf(root);
  const bytes = readBytes(file) ?? '';
  if (linesOf(bytes).includes(attribute)) return [];
  const lineEnd = lineEndOf(bytes);
  const whole = bytes === '' || bytes.endsWith('\n') ? bytes : `${bytes}${lineEnd}`;
  return write(file, `${whole}${attribute}${lineEnd}`);
}

function removeAttribute(root: string): readonly FileChange[] {
  const file = attributesOf(root);
  const lines = (readBytes(file) ?? '').split(/(?<=\n)/);
  const kept = lines.filter((line) => line.trimEnd() !== attribute);
  if (kept.length === lines.length) return [];
  if (kept.length > 0) return write(file, kept.join(''));
  removeFile(file);
  return [{ what: 'removed', file }];
}

async function configure(repository: GitRepository, key: string, value: string): Promise<readonly FileChange[]> {
  const name = `${section}.${key}`;
  const { output } = await repository.try(['config', '--local', '--get', name]);
  if (output.toString('utf8') === `${value}\n`) return [];
  await repository.read(['config', '--local', name, value]);
  return [{ what: 'set', file: name }];
}

async function isConfigured(repository: GitRepository): Promise<boolean> {
  return (await repository.try(['config', '--local', '--get', `${section}.driver`])).code === 0;
}

function attributesOf(root: string): string {
  return path.join(root, '.gitattributes');
}

function linesOf(bytes: string): readonly string[] {
  return bytes.split('\n').map((line) => line.trimEnd());
}

function write(file: string, bytes: string): readonly FileChange[] {
  writeBytes(file, bytes, statSync(file, { throwIfNoEntry: false })?.mode ?? newFile);
  return [{ what: 'wrote', file }];
}
