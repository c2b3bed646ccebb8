import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { type EndpointSettings, endpointKinds } from './contract/endpoint.ts';
import { readEndpointHeaders } from './contract/endpointHeaders.ts';

/** The endpoints that were read, with a sentence for each entry that could not be used. */
export interface ReadEndpoints {
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
  readonly problems: readonly string[];
}

/** Reads `{id: "https://host/v1"}` or `{id: {baseUrl, kind, name, keyVariable, keyRequired, headers}}` from settings, environment or config file. */
export function readEndpoints(value: unknown): ReadEndpoints {
  if (!isJsonObject(value)) return { endpoints: {}, problems: ['it has to be an object from provider id to address.'] };
  const endpoints: [string, EndpointSettings][] = [];
  const problems: string[] = [];
  for (const [id, entry] of Object.entries(value)) {
    const endpoint = readEndpoint(entry);
    if (typeof endpoint === 'string') problems.push(`"${id}": ${endpoint}`);
    else if (!/^[\w.-]+$/.test(id))
      problems.push(`"${id}": a provider id holds letters, digits, dots and dashes only.`);
    else endpoints.push([id, endpoint]);
  }
  return { endpoints: Object.fromEntries(endpoints), problems };
}

/** The endpoint, or the sentence that says what is wrong with it. */
function readEndpoint(entry: unknown): EndpointSettings | string {
  const fields = typeof entry === 'string' ? { baseUrl: entry } : entry;
  if (!isJsonObject(fields)) return 'write an address, or an object with baseUrl.';
  const { baseUrl, kind, name, keyVariable, keyRequired } = fields;
  const headers = fields['headers'] === undefined ? undefined : readEndpointHeaders(fields['headers']);
  if (typeof baseUrl !== 'string' || !isWebAddress(baseUrl))
    return 'the address has to begin with https:// or http:// and hold no user name.';
  const wire = endpointKinds.find((known) => known === kind);
  if (kind !== undefined && !wire) return `kind has to be one of ${endpointKinds.join(', ')}.`;
  if (typeof headers === 'string') return headers;
  return {
    baseUrl,
    ...(wire ? { kind: wire } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof keyVariable === 'string' ? { keyVariable } : {}),
    ...(typeof keyRequired === 'boolean' ? { keyRequired } : {}),
    ...defined({ headers }),
  };
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
