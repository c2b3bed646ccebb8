import { isJsonObject, type JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { isKnown, type KnownKeys, unknownKey } from '../../text/keyNames.ts';
import { hasKey, type PlacedValue, type ReportAt } from '../../text/placedValue.ts';
import type { AddressServer, McpServer, ProgramServer } from './mcpServer.ts';

const serverKeys: KnownKeys = {
  what: 'an MCP server',
  read: ['command', 'args', 'env', 'cwd', 'url'],
  ignored: ['description', 'comment', 'notes', 'type'],
  meant: { arguments: 'args', program: 'command', cmd: 'command', environment: 'env', folder: 'cwd', address: 'url' },
};

/** Two underscores stand between a server and its tool, so that a name may not hold them. */
const serverName = /^(?!.*__)[A-Za-z][A-Za-z0-9_-]{0,31}$/;
/** The most characters of a command with its arguments and variables: a question shows all of them. */
const longestCommand = 1000;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reads the map under `mcpServers`. A server that cannot be read is left out, with its problem. */
export function readMcpServers<Place>(
  node: PlacedValue<Place>,
  report: ReportAt<Place>,
): ReadonlyMap<string, McpServer> {
  const servers = new Map<string, McpServer>();
  if (node.value === null) return servers;
  if (!isJsonObject(node.value)) {
    report(node.place, 'wrong-type', '"mcpServers" is a map from a name to {command, args} or {url}.');
    return servers;
  }
  for (const name of Object.keys(node.value)) {
    const server = readServer(node.child(name), report);
    if (!serverName.test(name))
      report(
        node.keyPlace(name),
        'wrong-name',
        'The name of a server is a letter, then up to 31 letters, digits, dashes and single underscores.',
      );
    else if (server) servers.set(name, server);
  }
  return servers;
}

function readServer<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): McpServer | undefined {
  if (!isJsonObject(node.value)) {
    report(node.place, 'wrong-type', 'A server is a map with "command" and "args", or with "url".');
    return undefined;
  }
  for (const key of Object.keys(node.value)) {
    if (isKnown(serverKeys, key)) continue;
    const { severity, message } = unknownKey(serverKeys, key);
    report(node.keyPlace(key), 'unknown-key', message, severity);
  }
  if (hasKey(node, 'command') === hasKey(node, 'url')) {
    report(node.place, 'wrong-server', 'A server has either "command", which is started, or "url", where it listens.');
    return undefined;
  }
  return hasKey(node, 'url') ? readAddress(node.child('url'), report) : readProgram(node, report);
}

function readAddress<Place>({ value, place }: PlacedValue<Place>, report: ReportAt<Place>): AddressServer | undefined {
  if (typeof value === 'string' && isLoopback(value)) return { type: 'address', url: value };
  const message = 'A server listens on this machine: http://127.0.0.1:PORT/mcp, with no user name in it.';
  report(place, 'wrong-address', message);
  return undefined;
}

/** True for an address that cannot leave this machine. A name such as `localhost.example` can. */
function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return /^https?:$/.test(protocol) && isHere && username === '' && password === '';
}

function readProgram<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): ProgramServer | undefined {
  const command = readText(node.child('command'), report, '"command" is the name or path of a program.');
  const args = readTexts(node.child('args'), report, '"args" is a list of texts: quote numbers.');
  const env = readEnv(node.child('env'), report);
  const cwd = hasKey(node, 'cwd')
    ? readText(node.child('cwd'), report, '"cwd" is a folder, relative to the workspace folder.')
    : undefined;
  if (command === undefined || !args || !env || (hasKey(node, 'cwd') && cwd === undefined)) return undefined;
  if ([command, ...args, ...env, cwd ?? ''].join(' ').length > longestCommand) {
    const advice = 'so that a person can read what is started: put the rest into a script.';
    report(
      node.place,
      'too-long',
      `A command with all its arguments has ${longestCommand} characters at most, ${advice}`,
    );
    return undefined;
  }
  return { type: 'program', command, args, env, ...defined({ cwd }) };
}

function readText<Place>(
  { value, place }: PlacedValue<Place>,
  report: ReportAt<Place>,
  advice: string,
): string | undefined {
  if (typeof value === 'string' && value.trim() !== '' && !value.includes('\0')) return value;
  report(place, 'wrong-type', advice);
  return undefined;
}

function readTexts<Place>(
  { value, place }: PlacedValue<Place>,
  report: ReportAt<Place>,
  advice: string,
): readonly string[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string' && !item.includes('\0')))
    return value;
  report(place, 'wrong-type', advice);
  return undefined;
}

/** Names only: a value in a repository would be a secret that everybody reads. */
function readEnv<Place>(node: PlacedValue<Place>, report: ReportAt<Place>): readonly string[] | undefined {
  const advice =
    '"env" is a list of names of variables, such as [ORDERS_TOKEN]: their values stay in your environment.';
  const names = readTexts(node, report, advice);
  const wrong = names?.find((name) => !variableName.test(name));
  if (wrong === undefined) return names;
  report(node.place, 'wrong-name', advice);
  return undefined;
}

/** A value whose parts are placed by the words that lead to them, for settings that stand in no file of the workspace. */
export function namedValue(value: JsonValue, name: string): PlacedValue<string> {
  return {
    value,
    place: name,
    child: (key) => {
      const inner = Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? value[key] : undefined;
      return namedValue(inner ?? null, `${name}.${key}`);
    },
    keyPlace: (key) => `${name}.${key}`,
  };
}
