import type * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { InputField, PromptDocument, RenderedPrompt } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { renderPrompt } from '../../core/prompt/renderPrompt.ts';
import type { Problem } from '../../core/text/problem.ts';
import { positionAt } from '../../core/text/textRange.ts';
import { modelsFor } from './modelsFor.ts';
import { openPrompt, partialsOf } from './promptFiles.ts';
import type { Services } from './services.ts';

/** How many columns can be read side by side. */
export const mostColumns = 8;

/** A prompt with everything that a run needs: its present text, its models, and its inputs. */
export interface PreparedPrompt {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly document: PromptDocument;
  /** The models and tiers as they were chosen. */
  readonly choice: readonly string[];
  readonly models: readonly string[];
  readonly fields: readonly InputField[];
  /** The remembered inputs, and defaults where there are none. */
  readonly inputs: JsonObject;
  readonly rendered: RenderedPrompt;
  readonly problems: readonly Problem[];
}

export async function preparePrompt(services: Services, uri: vscode.Uri): Promise<PreparedPrompt> {
  const { text, document } = await openPrompt(services.memory, uri);
  const { partials, problems } = await partialsOf(uri, document);
  const inputs = { ...document.input.defaults, ...services.memory.inputs(uri) };
  const rendered = renderPrompt(document, { inputs, partials });
  await services.routes.refresh(uri);
  const { memory, suites } = services;
  const own = modelsFor({ uri, document, memory, defaults: services.settings().defaultModels });
  const choice = own.length > 0 || memory.models(uri) ? own : await suiteModels(suites, uri);
  return {
    uri,
    text,
    document,
    choice,
    models: await services.tierModels.expand(choice, uri),
    fields: inputFields(document),
    inputs,
    rendered,
    problems: [...document.problems, ...problems, ...rendered.problems],
  };
}

/** The models of the suites that ask this prompt, where no models were chosen otherwise, because these were chosen for it. */
async function suiteModels(suites: Services['suites'], prompt: vscode.Uri): Promise<readonly string[]> {
  const using = (await suites.all()).filter(({ suite }) => suite.prompts.some(({ file }) => file === prompt.fsPath));
  return [...new Set(using.flatMap(({ suite }) => suite.targets.map(({ model }) => model)))].slice(0, mostColumns);
}

/** Why the prompt cannot run as it is; undefined when it can. */
export function obstacleOf(prompt: PreparedPrompt): PolypromptError | undefined {
  const error = prompt.problems.find((problem) => problem.severity === 'error');
  if (error) {
    const { line, column } = positionAt(prompt.text, error.range.start);
    return new PolypromptError(
      'invalid-prompt',
      `${prompt.document.name}, line ${line}, column ${column}: ${error.message}`,
    );
  }
  if (prompt.rendered.missing.length > 0) {
    return new PolypromptError('missing-input', `The prompt needs a value for ${prompt.rendered.missing.join(', ')}.`);
  }
  if (prompt.rendered.messages.length === 0)
    return new PolypromptError('invalid-prompt', 'The prompt renders to no message at all.');
  return undefined;
}
