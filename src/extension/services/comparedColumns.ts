import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { Parameters as ModelParameters } from '../../core/messages.ts';
import { readColumnSetting } from '../../core/plan/columnSetting.ts';
import { type ColumnKind, joinColumns } from '../../core/plan/joinColumns.ts';
import { planVariants, type VariantToRun } from '../../core/plan/planVariants.ts';
import { versionOfTexts } from '../../core/plan/promptVersion.ts';
import { messagesToSend } from '../../core/prompt/messagesToSend.ts';
import { renderPrompt } from '../../core/prompt/renderPrompt.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { openRecordings } from '../../core/routing/suiteServers.ts';
import type { RunPlan } from '../../core/run/events.ts';
import type { KnownServers } from '../../core/tools/mcp/knownServers.ts';
import { namesOfServers } from '../../core/tools/mcp/serverTool.ts';
import { resolveMedia } from '../../node/files/workspaceFiles.ts';
import { newRunId } from '../../node/records/journal.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import { columnsPerModel } from './columnChoice.ts';
import { mostColumns, obstacleOf, type PreparedPrompt, preparePrompt } from './preparedPrompt.ts';
import { filesAround, partialsOf } from './promptFiles.ts';
import { type OtherVersion, openVersion, type VersionFiles, versionLabel } from './promptVersions.ts';
import type { Services } from './services.ts';
import type { readyServers } from './toolServers.ts';
import { variantFiles } from './variantFiles.ts';

/** Columns of one kind with what each of their models is sent. */
export interface OpenColumns extends ColumnKind {
  readonly variants: readonly VariantToRun[];
  /** The texts of the prompt and its variants. */
  readonly texts: readonly string[];
}

/** The settings in which columns differ, with the name that they are shown by; nothing for the prompt's own. */
export interface SettingOfColumns extends Pick<ColumnKind, 'setting'> {
  readonly parameters: ModelParameters;
}

/** The settings that were chosen for columns. Throws `invalid-prompt` for one that cannot be read any more. */
export function settingsOfColumns(
  { memory }: Pick<Services, 'memory'>,
  prompt: vscode.Uri,
): readonly SettingOfColumns[] {
  return memory.columns(prompt).settings.map((setting) => {
    if (setting === '') return { parameters: {} };
    const read = readColumnSetting(setting);
    if (read.type === 'setting') return { setting, parameters: read.parameters };
    throw new PolypromptError('invalid-prompt', `The setting "${setting}" of a column: ${read.message}`, {
      hint: 'Choose the versions and settings again.',
    });
  });
}

/** Throws `invalid-prompt` where a run would have more columns than can be read side by side. */
export function requireFew({ memory }: Pick<Services, 'memory'>, prompt: vscode.Uri, models: readonly string[]): void {
  const choice = memory.columns(prompt);
  const count = models.length * columnsPerModel(choice);
  if (count <= mostColumns || columnsPerModel(choice) === 1) return;
  const factors = `${models.length} models x ${choice.versions.length} versions x ${choice.settings.length} settings`;
  throw new PolypromptError(
    'invalid-prompt',
    `${factors} are ${count} columns; at most ${mostColumns} stand side by side.`,
    {
      hint: 'Choose fewer models, versions or settings.',
    },
  );
}

/** Everything that a comparison asks, opened: the prompt as it stands and its other versions, under each setting. */
export async function openColumns(
  services: Services,
  prompt: PreparedPrompt,
  models: readonly string[],
): Promise<readonly OpenColumns[]> {
  requireFew(services, prompt.uri, models);
  const settings = settingsOfColumns(services, prompt.uri);
  const { versions } = services.memory.columns(prompt.uri);
  const opened = await Promise.all(
    versions.map((version) =>
      version.type === 'working'
        ? openWorking(services, prompt, models)
        : openOther(prompt.uri, version, { models, inputs: services.memory.inputs(prompt.uri) }),
    ),
  );
  return opened.flatMap((columns) =>
    settings.map(({ setting, parameters }) => ({
      ...columns,
      ...defined({ setting }),
      variants: columns.variants.map((variant) => ({
        ...variant,
        parameters: { ...variant.parameters, ...parameters },
      })),
    })),
  );
}

/** The plan of one comparison: one case on every chosen model, each in the variant meant for it. */
export function planColumns(
  services: Services,
  prompt: vscode.Uri,
  {
    models,
    columns,
    servers,
  }: {
    readonly models: readonly string[];
    readonly columns: readonly OpenColumns[];
    /** The MCP servers that answer calls. */
    readonly servers?: KnownServers;
  },
): RunPlan {
  const { clock, random } = services.environment;
  const run = {
    runId: newRunId(clock.wallTime(), random),
    prompt: vscode.workspace.asRelativePath(prompt, false),
    promptVersion: versionOfTexts(columns[0]?.texts ?? []),
  };
  const asked = { ...run, repeats: services.memory.repeats(prompt), ...defined({ servers }) };
  const kinds = columns.map(({ version, setting, variants }) => ({
    ...defined({ version, setting }),
    plan: planVariants(asked, models, variants),
  }));
  const { targets, cells } = joinColumns(kinds);
  return { ...run, targets, cells };
}

/** The MCP servers that columns use, with what is recorded of them beside the prompt. Nothing is started. */
export async function serversOfColumns(
  prompt: vscode.Uri,
  columns: readonly OpenColumns[],
): Promise<Parameters<typeof readyServers>[2]> {
  const names = namesOfServers(columns.flatMap(({ variants }) => variants.map(({ toolSettings }) => toolSettings)));
  if (names.length === 0) return { names, recordings: new Map(), project: new Map() };
  const files = editorFiles(projectFolder(prompt), prompt.fsPath);
  const { recordings } = await openRecordings(prompt.fsPath, files);
  return { names, recordings, project: (await openProject(files)).mcpServers };
}

/** The prompt and those of its variants that these models get, as they stand in the editor. Throws when one cannot be rendered. */
async function openWorking(
  services: Services,
  prompt: PreparedPrompt,
  models: readonly string[],
): Promise<OpenColumns> {
  const files = await variantFiles(prompt.uri, models);
  const prepared = await Promise.all(
    files.map(async ({ variant, uri, models: own }) => ({
      variant,
      models: own,
      prompt: variant === undefined ? prompt : await preparedVariant(services, uri, prompt),
    })),
  );
  const variants = prepared.map(async ({ variant, models: own, prompt: { document, ...sent } }) => ({
    ...defined({ variant }),
    models: own,
    inputs: sent.inputs,
    messages: await mediaResolved({ document, ...sent }),
    parameters: runParameters(document),
    ...defined({ toolSettings: document.toolSettings }),
  }));
  return { variants: await Promise.all(variants), texts: prepared.map(({ prompt: { text } }) => text) };
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

async function mediaResolved(prompt: PreparedPrompt): Promise<PreparedPrompt['rendered']['messages']> {
  const messages = messagesToSend(prompt.document, prompt.rendered);
  if (prompt.uri.scheme !== 'file') return messages;
  return resolveMedia(messages, { promptPath: prompt.uri.fsPath, reader: filesAround(prompt.uri) });
}

interface AskedVersion {
  readonly models: readonly string[];
  readonly inputs: JsonObject;
}

async function openOther(prompt: vscode.Uri, version: OtherVersion, asked: AskedVersion): Promise<OpenColumns> {
  const files = await openVersion(prompt, version);
  try {
    const label = versionLabel(version);
    const groups = await variantFiles(prompt, asked.models);
    const opened = await Promise.all(
      groups.map(({ variant, uri, models }) =>
        openGroup(files, { label, file: uri.fsPath, models, inputs: asked.inputs, ...defined({ variant }) }),
      ),
    );
    return {
      version: label,
      variants: opened.map(({ variant }) => variant),
      texts: opened.map(({ source }) => source),
    };
  } finally {
    files.close();
  }
}

interface VersionGroup extends AskedVersion {
  readonly label: string;
  readonly file: string;
  readonly variant?: string;
}

/** What models are sent of a version. One that has not their variant yet has the prompt itself for them. */
async function openGroup(
  files: VersionFiles,
  { label, file, variant, models, inputs }: VersionGroup,
): Promise<{ readonly variant: VariantToRun; readonly source: string }> {
  const own = variant === undefined ? undefined : await files.openVariant(file);
  const { opened, place } = own ?? (await files.openPrompt());
  const name = `${path.basename(place)} in ${label}`;
  const rendered = opened.render(inputs);
  const wrong = [...opened.problems, ...rendered.problems].find(({ severity }) => severity === 'error');
  if (wrong) throw new PolypromptError('invalid-prompt', `${name}: ${wrong.message}`);
  if (rendered.missing.length > 0)
    throw new PolypromptError('missing-input', `${name} needs a value for ${rendered.missing.join(', ')}.`, {
      hint: 'Declare the variable in the prompt as it stands, or choose another version.',
    });
  const { parameters, toolSettings, source } = opened;
  const messages = await resolveMedia(rendered.messages, { promptPath: place, reader: files.reader });
  const sent = own && variant !== undefined ? { variant } : {};
  return { variant: { ...sent, models, inputs, messages, parameters, ...defined({ toolSettings }) }, source };
}
