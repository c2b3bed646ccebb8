import * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import type { CatalogEntry, Price } from '../../core/pricing/catalog.ts';
import type { EndpointSettings } from '../../core/providers/contract/endpoint.ts';
import { readEndpoints } from '../../core/providers/readEndpoints.ts';
import type { DefaultGraders } from '../../core/routing/readProjectSuite.ts';
import type { McpServer } from '../../core/tools/mcp/mcpServer.ts';
import { namedValue, readMcpServers } from '../../core/tools/mcp/readMcpServers.ts';
import { type McpMode, mcpModes } from '../../core/tools/mcp/serversToStart.ts';
import { type AgentLimits, usualLimits } from '../../node/agent/agentContext.ts';
import { readCatalogFile } from '../../node/catalogFile.ts';
import { bindingsOf } from '../editor/boundData.ts';
import { settings } from '../editor/contributions.ts';
import { type FoundSetting, isOn, textsOf, wordOf } from './settingValues.ts';

/** Limits in US dollars. */
export interface BudgetSettings {
  readonly confirmAbove: number;
  /** The limit for one run; undefined means no limit. */
  readonly maxPerRun: number | undefined;
}

/** What the editor does when an eval has ended that somebody started. */
export type AfterEval = (typeof afterEvals)[number];

const afterEvals = ['message', 'openResults', 'nothing'] as const;

export interface PolypromptSettings {
  /** Endpoints from the user's own settings alone, because a repository never chooses where a key goes. */
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
  readonly models: readonly CatalogEntry[];
  /** The entries of the file that `polyprompt.catalogFile` names. */
  readonly catalog: readonly CatalogEntry[];
  readonly defaultModels: readonly string[];
  /** Time limit in milliseconds. */
  readonly firstByteTimeout: number;
  readonly totalTimeout: number;
  readonly codeLens: boolean;
  readonly budget: BudgetSettings;
  /** The MCP servers of the user's own settings, which start without a question; never those of a workspace's settings. */
  readonly mcpServers: ReadonlyMap<string, McpServer>;
  /** How MCP servers answer; undefined for what is recorded where it is, and a recording where it is not. */
  readonly mcpMode: McpMode | undefined;
  readonly afterEval: AfterEval;
  /** What coding agents may spend. */
  readonly agents: AgentLimits;
  /** Sentences about settings that could not be used; each names its setting. */
  readonly complaints: readonly string[];
}

/** The models that grade where no suite names any; undefined where none is set. */
export function defaultGraders(): DefaultGraders {
  const at = (name: string) => {
    const value = vscode.workspace.getConfiguration().get(name);
    const ref = typeof value === 'string' ? value.trim() : '';
    return parseModelRef(ref) ? normalizeModelName(ref) : undefined;
  };
  return defined({ judge: at(settings.defaultJudge), embedder: at(settings.defaultEmbedder) });
}

/** Reads and checks every setting. Where one is malformed, its default is used and a complaint is made. */
export function readSettings(): PolypromptSettings {
  const complaints: string[] = [];
  const endpoints = readEndpoints(globalValue(settings.endpoints) ?? {});
  for (const problem of endpoints.problems) complaints.push(`${settings.endpoints}: ${problem}`);
  return {
    endpoints: endpoints.endpoints,
    models: readModels(globalValue(settings.models), complaints),
    defaultModels: textsOf(found(settings.defaultModels, complaints)),
    catalog: readCatalog(globalValue(settings.catalogFile), complaints),
    firstByteTimeout: readSeconds(settings.firstByteTimeout, complaints),
    totalTimeout: readSeconds(settings.totalTimeout, complaints),
    codeLens: isOn(found(settings.codeLens, complaints)),
    mcpServers: readServers(complaints),
    mcpMode: readMcpMode(complaints),
    afterEval: wordOf(found(settings.afterEval, complaints), afterEvals),
    budget: {
      confirmAbove: readMoney(settings.confirmAbove, complaints) ?? 1,
      maxPerRun: readMoney(settings.maxPerRun, complaints),
    },
    agents: {
      perCall: readMoney(settings.agentPerCall, complaints) ?? usualLimits.perCall,
      perDay: readMoney(settings.agentPerDay, complaints) ?? usualLimits.perDay,
      askAbove: readMoney(settings.agentAskAbove, complaints) ?? usualLimits.askAbove,
    },
    complaints: [...complaints, ...bindingComplaints()],
  };
}

function readServers(complaints: string[]): ReadonlyMap<string, McpServer> {
  const value: JsonValue = JSON.parse(JSON.stringify(globalValue(settings.mcpServers) ?? null));
  return readMcpServers(namedValue(value, settings.mcpServers), (place, _code, message) =>
    complaints.push(`${place}: ${message}`),
  );
}

function readMcpMode(complaints: string[]): McpMode | undefined {
  const mode = wordOf(found(settings.mcpMode, complaints), ['auto', ...mcpModes]);
  return mode === 'auto' ? undefined : mode;
}

/** Complaints about the folders' bindings of data to prompts. */
function bindingComplaints(): string[] {
  const found = (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => bindingsOf(folder).complaints);
  return found.map((complaint) => `${settings.evals}: ${complaint}`);
}

/**
 * The lower limit of two: the default, or the user's own figure in its place, and what a workspace says. A repository can only save money.
 */
function readMoney(id: string, complaints: string[]): number | undefined {
  const inspected = vscode.workspace.getConfiguration().inspect<unknown>(id);
  const own = inspected?.globalValue ?? inspected?.defaultValue;
  const figures = [own, inspected?.workspaceValue, inspected?.workspaceFolderValue].filter(
    (value) => value !== undefined && value !== null,
  );
  const usable = figures.filter((value) => typeof value === 'number' && value >= 0);
  if (usable.length < figures.length) complaints.push(`${id} has to be a number of US dollars; it is left out.`);
  return usable.length === 0 ? undefined : Math.min(...usable.map(Number));
}

/** The user's value of a setting, whatever a workspace says. */
export function globalValue(id: string): unknown {
  return vscode.workspace.getConfiguration().inspect(id)?.globalValue;
}

function found(id: string, complaints: string[]): FoundSetting {
  return { id, value: vscode.workspace.getConfiguration().get<unknown>(id), complaints };
}

function readSeconds(id: string, complaints: string[]): number {
  const inspected = vscode.workspace.getConfiguration().inspect<number>(id);
  const value: unknown = inspected?.globalValue ?? inspected?.defaultValue;
  if (typeof value === 'number' && value > 0 && value <= 86_400) return value * 1000;
  complaints.push(`${id} has to be a number of seconds between 1 and 86400; the default is used.`);
  return (inspected?.defaultValue ?? 120) * 1000;
}

function readCatalog(value: unknown, complaints: string[]): readonly CatalogEntry[] {
  if (typeof value !== 'string' || value.trim() === '') return [];
  try {
    return readCatalogFile(value.trim());
  } catch (error) {
    complaints.push(`${settings.catalogFile}: ${toPolypromptError(error).message}`);
    return [];
  }
}

function readModels(value: unknown, complaints: string[]): CatalogEntry[] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) {
    complaints.push(`${settings.models} has to be an object from model id to its price and limits.`);
    return [];
  }
  return Object.entries(value).flatMap(([id, entry]) => {
    if (id.includes('/') && isJsonObject(entry)) return [readModel(id, entry)];
    complaints.push(`${settings.models}: "${id}" has to be written provider/model and hold an object.`);
    return [];
  });
}

function readModel(id: string, entry: Readonly<Record<string, unknown>>): CatalogEntry {
  const figure = (name: string) => (typeof entry[name] === 'number' && entry[name] >= 0 ? entry[name] : undefined);
  const price: Price = {
    ...optional('input', figure('input')),
    ...optional('cachedInput', figure('cachedInput')),
    ...optional('cacheWrite', figure('cacheWrite')),
    ...optional('output', figure('output')),
  };
  return {
    id,
    ...(Object.keys(price).length > 0 ? { price, source: 'your settings' } : {}),
    ...optional('contextWindow', figure('contextWindow')),
    ...optional('outputLimit', figure('outputLimit')),
  };
}

function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  const found: { [key in K]?: V } = {};
  if (value !== undefined) found[name] = value;
  return found;
}
