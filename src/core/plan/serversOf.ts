import { PolypromptError } from '../errors.ts';
import type { Parameters } from '../messages.ts';
import type { KnownServers, ServerTools } from '../tools/mcp/knownServers.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';

/**
 * The MCP servers of a cell, by the first of its settings that names any. Throws `mcp-server` for one whose tools are not known, since the
 * model would be asked without them; only an estimate may skip it.
 */
export function serversOf(
  settings: readonly (ToolSettings | undefined)[],
  known: KnownServers = new Map(),
  { skipsUnknown = false }: { readonly skipsUnknown?: boolean } = {},
): readonly ServerTools[] {
  const names = settings.find((source) => source?.mcp !== undefined)?.mcp ?? [];
  return names.flatMap((name) => {
    const server = known.get(name);
    if (server) return [server];
    if (skipsUnknown) return [];
    throw new PolypromptError('mcp-server', `Nothing is recorded of the MCP server "${name}" yet.`, {
      hint: 'Run it with --mcp record, where the server can be started.',
    });
  });
}

/** The settings with the tools of servers behind their own; a tool of the prompt goes before one of the same name. */
export function withServerTools(parameters: Parameters, servers: readonly ServerTools[]): Parameters {
  const own = parameters.tools ?? [];
  const names = new Set(own.map(({ name }) => name));
  const added = servers.flatMap(({ tools }) => tools).filter(({ name }) => !names.has(name));
  return added.length === 0 ? parameters : { ...parameters, tools: [...own, ...added] };
}
