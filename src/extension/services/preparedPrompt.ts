import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { planVariants } from '../../core/plan/planVariants.ts';
import { versionOfTexts } from '../../core/plan/promptVersion.ts';
import type { InputField, PromptDocument, RenderedPrompt } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { messagesToSend } from '../../core/prompt/messagesToSend.ts';
import { renderPrompt } from '../../core/prompt/renderPrompt.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { openRecordings } from '../../core/routing/suiteServers.ts';
import type { RunPlan } from '../../core/run/events.ts';
import type { Problem } from '../../core/text/problem.ts';
import { positionAt } from '../../core/text/textRange.ts';
import type { KnownServers } from '../../core/tools/mcp/knownServers.ts';
import { namesOfServers } from '../../core/tools/mcp/serverTool.ts';
import { resolveMedia } from '../../node/files/workspaceFiles.ts';
import { newRunId } from '../../node/records/journal.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import { modelsFor } from './modelsFor.ts';
import { filesAround, openPrompt, partialsOf } from './promptFiles.ts';
import type { Services } from './services.ts';
import type { readyServers } from './toolServers.ts';
import { variantFiles } from './variantFiles.ts';

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

/** The plan of one comparison: one case on every chosen model, each in the variant meant for it. Local images are read here. */
export async function planComparison(
  services: Services,
  prompt: PreparedPrompt,
  { models, servers }: ComparisonChoice,
): Promise<RunPlan> {
  const variants = await variantsOf(services, prompt, models);
  const { clock, random } = services.environment;
  const run = {
    runId: newRunId(clock.wallTime(), random),
    prompt: vscode.workspace.asRelativePath(prompt.uri, false),
    promptVersion: versionOfTexts(variants.map(({ prepared }) => prepared.text)),
  };
  const toRun = variants.map(async ({ variant, prepared, models: own }) => ({
    ...defined({ variant }),
    models: own,
    inputs: prepared.inputs,
    messages: await mediaResolved(prepared),
    parameters: runParameters(prepared.document),
    ...defined({ toolSettings: prepared.document.toolSettings }),
  }));
  return planVariants({ ...run, ...defined({ servers }) }, models, await Promise.all(toRun));
}

/** The MCP servers that a prompt or its variants use, with what is recorded of them beside the prompt. Nothing is started. */
export async function serversOfPrompt(
  services: Services,
  prompt: PreparedPrompt,
  models: readonly string[],
): Promise<Parameters<typeof readyServers>[2]> {
  const variants = await variantsOf(services, prompt, models);
  const names = namesOfServers(variants.map(({ prepared }) => prepared.document.toolSettings));
  if (names.length === 0) return { names, recordings: new Map(), project: new Map() };
  const files = editorFiles(projectFolder(prompt.uri), prompt.uri.fsPath);
  const { recordings } = await openRecordings(prompt.uri.fsPath, files);
  return { names, recordings, project: (await openProject(files)).mcpServers };
}

/** What a comparison asks besides its prompt. */
interface ComparisonChoice {
  readonly models: readonly string[];
  /** The MCP servers that answer calls. */
  readonly servers?: KnownServers;
}

interface PreparedVariant {
  /** The name of the variant; undefined for the prompt itself. */
  readonly variant: string | undefined;
  readonly prepared: PreparedPrompt;
  readonly models: readonly string[];
}

/** The prompt and those of its variants that these models get. Throws when a variant cannot be rendered. */
async function variantsOf(
  services: Services,
  prompt: PreparedPrompt,
  models: readonly string[],
): Promise<readonly PreparedVariant[]> {
  const files = await variantFiles(prompt.uri, models);
  return Promise.all(
    files.map(async ({ variant, uri, models: own }) => ({
      variant,
      models: own,
      prepared: variant === undefined ? prompt : await preparedVariant(services, uri, prompt),
    })),
  );
}

/** A variant has the inputs of its prompt. */
async function preparedVariant(
  services: Services,
  uri: vscode.Uri,
  { inputs }: PreparedPrompt,
): Promise<PreparedPrompt> {
  const own = await preparePrompt(services, uri);
  const { partials } = await partialsOf(uri, own.document);
  const all = { ...own.document.input.defaults, ...inputs };
  const prepared = { ...own, inputs: all, rendered: renderPrompt(own.document, { inputs: all, partials }) };
  const obstacle = obstacleOf(prepared);
  if (obstacle) throw obstacle;
  return prepared;
}

async function mediaResolved(prompt: PreparedPrompt): Promise<RenderedPrompt['messages']> {
  const messages = messagesToSend(prompt.document, prompt.rendered);
  if (prompt.uri.scheme !== 'file') return messages;
  return resolveMedia(messages, { promptPath: prompt.uri.fsPath, reader: filesAround(prompt.uri) });
}
