import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { type Catalog, loadCatalog } from '../../core/pricing/catalog.ts';
import { isoDay } from '../../core/pricing/modelEnd.ts';
import type { EndpointSettings } from '../../core/providers/contract/endpoint.ts';
import { readEndpoints } from '../../core/providers/readEndpoints.ts';
import { createRegistry } from '../../core/providers/registry.ts';
import type { McpServer } from '../../core/tools/mcp/mcpServer.ts';
import { namedValue, readMcpServers } from '../../core/tools/mcp/readMcpServers.ts';
import { readCatalogFile } from '../../node/catalogFile.ts';
import type { Engine } from '../../node/engine.ts';
import { configFolder } from '../../node/files/configFolder.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { nodeEnvironment } from '../../node/nodeEnvironment.ts';
import { patientFetch } from '../../node/requests/patientFetch.ts';

/** What every command works with. */
export type CliContext = Engine;

/** Addresses from flags, `POLYPROMPT_ENDPOINTS` and the user's own config file, in this order; never from the repository. */
export function configuredEndpoints(
  endpointFlags: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, EndpointSettings>> {
  return {
    ...endpointsFrom(userConfig(env)['endpoints'], 'the config file'),
    ...endpointsFrom(parseJson(env['POLYPROMPT_ENDPOINTS'], 'POLYPROMPT_ENDPOINTS'), 'POLYPROMPT_ENDPOINTS'),
    ...endpointsFrom(Object.fromEntries(endpointFlags.map(parseFlag)), '--endpoint'),
  };
}

/** The flags that say where models are, and what is known of them. */
export interface PlaceOptions {
  readonly endpoint?: readonly string[];
  /** Path of a file with catalog entries. */
  readonly catalog?: string;
}

export function createContext(options: PlaceOptions = {}, env: NodeJS.ProcessEnv = process.env): CliContext {
  const endpoints = configuredEndpoints(options.endpoint ?? [], env);
  const registry = createRegistry({ endpoints });
  const environment = nodeEnvironment({
    fetch: patientFetch(),
    lookUpKey: async (provider, origin) => {
      const key = registry
        .get(provider)
        ?.keyVariables.map((name) => env[name])
        .find((value) => value);
      return key ? { key, origin } : undefined;
    },
  });
  return { environment, registry, catalog: configuredCatalog(options.catalog, environment, env) };
}

/**
 * The catalog with the file that the flag, `POLYPROMPT_CATALOG` or the user's own config file names, in this order; never one from the
 * repository.
 */
function configuredCatalog(flag: string | undefined, { clock }: Environment, env: NodeJS.ProcessEnv): Catalog {
  const configured = userConfig(env)['catalog'];
  const file = flag ?? (env['POLYPROMPT_CATALOG'] || (typeof configured === 'string' ? configured : undefined));
  return loadCatalog([], { today: isoDay(clock.wallTime()), ...(file ? { file: readCatalogFile(file) } : {}) });
}

/** The MCP servers that the user's own config file names, which may start without a question. */
export function userMcpServers(env: NodeJS.ProcessEnv = process.env): ReadonlyMap<string, McpServer> {
  const written = namedValue(userConfig(env)['mcpServers'] ?? null, 'mcpServers');
  return readMcpServers(written, (place, _code, message) => {
    throw new PolypromptError('invalid-arguments', `The config file, ${place}: ${message}`);
  });
}

function parseFlag(flag: string): [string, string] {
  const [, provider, url] = /^([\w.-]+)=(.+)$/.exec(flag) ?? [];
  if (provider && url) return [provider, url];
  throw new PolypromptError('invalid-arguments', `--endpoint ${flag} is not PROVIDER=URL.`);
}

function endpointsFrom(value: JsonValue | undefined, where: string): Readonly<Record<string, EndpointSettings>> {
  if (value === undefined) return {};
  const { endpoints, problems } = readEndpoints(value);
  if (problems[0]) throw new PolypromptError('invalid-arguments', `${where}: ${problems[0]}`);
  return endpoints;
}

/** The path of the user's own config file: `$XDG_CONFIG_HOME/polyprompt/config.json`, else in `~/.config`. */
function userConfig(env: NodeJS.ProcessEnv): JsonObject {
  const file = path.join(configFolder(env), 'config.json');
  if (!existsSync(file)) return {};
  const config = parseJson(readNamedFile(file, 'Check who may read it.'), file);
  if (isJsonObject(config)) return config;
  throw new PolypromptError('invalid-arguments', `${file} has to hold a JSON object.`);
}

function parseJson(text: string | undefined, where: string): JsonValue | undefined {
  if (!text) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    throw new PolypromptError('invalid-arguments', `${where} does not hold valid JSON.`);
  }
}
