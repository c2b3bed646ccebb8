import * as vscode from 'vscode';
import { originOf } from '../../core/guardedFetch.ts';
import { isJsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { type EndpointKind, endpointKinds } from '../../core/providers/contract/endpoint.ts';
import { type EndpointHeaders, readEndpointHeaders } from '../../core/providers/contract/endpointHeaders.ts';
import { type FoundEndpoint, probeEndpoint } from '../../core/providers/probeEndpoint.ts';
import { readEndpoints } from '../../core/providers/readEndpoints.ts';
import { askText } from '../editor/askText.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands, settings } from '../editor/contributions.ts';
import { askForKey } from '../services/askForKey.ts';
import { keyPlaces } from '../services/keyAccess.ts';
import type { Services } from '../services/services.ts';
import { tellConnection, testConnection } from '../services/testConnection.ts';
import { modelItemProvider } from './modelItem.ts';

const probeMs = 8000;
const title = 'Add Endpoint';

const kindNames: Readonly<Record<EndpointKind, string>> = {
  'openai-chat': 'OpenAI Chat Completions, which most servers speak',
  'openai-responses': 'OpenAI Responses',
  anthropic: 'Anthropic Messages',
  google: 'Google Gemini',
};

/** `Add Endpoint...`: address, wire, name, headers and key of a server, step by step, into the user's own settings. */
export function registerAddEndpoint(services: Services): vscode.Disposable {
  return registerCommand(commands.addEndpoint, async (argument) => {
    const known = services.registry().get(modelItemProvider(argument) ?? '');
    const address = await askAddress(known?.name);
    if (address === undefined) return;
    const found = await askServer(services, address);
    const kind = known ? undefined : await askKind(found);
    const id = known?.id ?? (kind && (await askId(services, address)));
    const headers = id === undefined ? undefined : await askHeaders();
    if (id === undefined || headers === undefined) return;
    const baseUrl = found?.baseUrl ?? address;
    const hasHeaders = Object.keys(headers).length > 0;
    await writeEndpoint(id, { baseUrl, ...defined({ kind, headers: hasHeaders ? headers : undefined }) });
    await finish(services, id);
  });
}

async function askAddress(name: string | undefined): Promise<string | undefined> {
  const typed = await askText({
    title: name === undefined ? `${title} (1 of 4): Address` : `Address of ${name}`,
    prompt: 'For example https://llm.example.com/v1 or http://localhost:11434.',
    validateInput: (value) =>
      originOf(value.trim()) === undefined
        ? 'The address has to begin with https:// or http:// and hold no user name.'
        : undefined,
  });
  return typed?.trim();
}

/** A person who has just typed in a server wants it to be asked; no key goes along. */
async function askServer(services: Services, address: string): Promise<FoundEndpoint | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: `Asking ${originOf(address)} what it speaks` }, () =>
    probeEndpoint(address, services.environment.fetch, AbortSignal.timeout(probeMs)).catch(() => undefined),
  );
}

async function askKind(found: FoundEndpoint | undefined): Promise<EndpointKind | undefined> {
  const models = found?.models === undefined ? 'it answered' : `it lists ${found.models} models`;
  const items = endpointKinds.map((kind) => ({
    label: kindNames[kind],
    wire: kind,
    ...(kind === found?.kind ? { description: `$(check) ${models}` } : {}),
  }));
  const sorted = items.toSorted(
    (left, right) => Number(right.wire === found?.kind) - Number(left.wire === found?.kind),
  );
  const chosen = await vscode.window.showQuickPick(sorted, {
    title: `${title} (2 of 4): What It Speaks`,
    placeHolder: found
      ? 'The first one was found by asking the server'
      : 'The server did not say what it speaks; it may not be running',
    ignoreFocusOut: true,
  });
  return chosen?.wire;
}

function askId(services: Services, address: string): Thenable<string | undefined> {
  const host = new URL(address).hostname.replace(/^(?:api|llm|www)\./, '');
  const proposed = host.split('.')[0]?.replace(/[^\w-]/g, '') || 'own';
  return askText({
    title: `${title} (3 of 4): Name`,
    prompt: 'Models of this server are written NAME/model.',
    value: services.registry().get(proposed) ? `${proposed}-own` : proposed,
    validateInput: (value) => {
      if (!/^[\w.-]+$/.test(value)) return 'A name holds letters, digits, dots and dashes only.';
      return services.registry().get(value) ? 'There is a provider of this name already.' : undefined;
    },
  });
}

async function askHeaders(): Promise<EndpointHeaders | undefined> {
  const typed = await askText({
    title: `${title} (4 of 4): Headers`,
    prompt:
      'Leave it empty when the server asks for none. Write name: value, several parted by ";". A value may name a secret.',
    placeHolder: `x-team: support; x-token: \${secret:TEAM_TOKEN}`,
    validateInput: (value) => {
      const headers = parseHeaders(value);
      return typeof headers === 'string' ? headers : undefined;
    },
  });
  const headers = typed === undefined ? undefined : parseHeaders(typed);
  return typeof headers === 'string' ? undefined : headers;
}

function parseHeaders(text: string): EndpointHeaders | string {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  const pairs = parts.map((part) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(part));
  if (pairs.includes(null)) return 'Write name: value.';
  return readEndpointHeaders(Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''])));
}

/** The endpoint is written into the user's settings: a workspace never says where a key goes. */
async function writeEndpoint(id: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const before: unknown = configuration.inspect(settings.endpoints)?.globalValue;
  const own = isJsonObject(before) ? before : {};
  const earlier = readEndpoints(own).endpoints[id] ?? {};
  const endpoints = { ...own, [id]: { ...earlier, ...entry } };
  await configuration.update(settings.endpoints, endpoints, vscode.ConfigurationTarget.Global);
}

async function finish(services: Services, id: string): Promise<void> {
  const place = keyPlaces(services).find(({ provider }) => provider.id === id);
  if (!place) return;
  const needs = { label: '$(key) Set a Key', detail: `It is stored by the editor and sent to ${place.origin} only.` };
  const none = { label: '$(check) It Needs No Key' };
  const chosen = await vscode.window.showQuickPick([needs, none], {
    title: `${place.provider.name} is added to your settings`,
    placeHolder: 'Does the server want a key?',
    ignoreFocusOut: true,
  });
  if (chosen === needs) await askForKey(services, place);
  else if (vscode.workspace.isTrusted)
    void tellConnection(services, place, { found: await testConnection(services, place.provider) });
}
