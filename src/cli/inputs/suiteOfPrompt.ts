import path from 'node:path';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';

/**
 * The suite file that is meant: the file itself where it holds cases, else the one suite of the workspace that names this prompt. Throws
 * `invalid-arguments` where there is none, or where there are several.
 */
export async function suiteOfPrompt(file: string): Promise<string> {
  const [only, ...others] = await suitesOfPrompt(file);
  if (only !== undefined && others.length === 0) return only;
  const prompt = slashedPath(findWorkspaceFolder(path.resolve(file)), path.resolve(file));
  if (only === undefined)
    throw new PolypromptError('invalid-arguments', `No suite of this workspace names ${prompt}.`, {
      hint: 'Write cases with checks for it in a suite, such as name.eval.yaml, and name that.',
    });
  throw new PolypromptError('invalid-arguments', `${others.length + 1} suites name ${prompt}.`, {
    hint: `Name one of them: ${[only, ...others].join(', ')}.`,
  });
}

/** The suites that a file may mean: itself where it is one or holds cases, else those of the workspace that name this prompt. */
export async function suitesOfPrompt(file: string): Promise<readonly string[]> {
  if (suiteFormatOf(file) !== 'bound') return [file];
  const folder = findWorkspaceFolder(path.resolve(file));
  const files = workspaceSuiteFiles(folder, { given: path.resolve(file) });
  const own = await readProjectSuite(path.resolve(file), files);
  if (own.cases.length > 0) return [file];
  const prompt = slashedPath(folder, path.resolve(file));
  const naming: string[] = [];
  for (const suite of await files.glob('**/*.eval.{yaml,yml}')) {
    const { prompts } = await readProjectSuite(path.resolve(folder, suite), files);
    if (
      prompts.some((each) => each.file !== undefined && slashedPath(folder, path.resolve(folder, each.file)) === prompt)
    )
      naming.push(path.relative(process.cwd(), path.resolve(folder, suite)));
  }
  return naming;
}
