import type { EndpointHeaders } from './endpointHeaders.ts';

export type EndpointKind = 'openai-chat' | 'openai-responses' | 'anthropic' | 'google';
export const endpointKinds = [
  'openai-chat',
  'openai-responses',
  'anthropic',
  'google',
] as const satisfies readonly EndpointKind[];

/** An address that a user sets: another place for a provider of ours, or a new provider under a new name. */
export interface EndpointSettings {
  readonly baseUrl: string;
  /** The wire that it speaks; `openai-chat` for a new name unless given. */
  readonly kind?: EndpointKind;
  readonly name?: string;
  /** The environment variable that may hold its key. */
  readonly keyVariable?: string;
  readonly keyRequired?: boolean;
  /** Headers that are sent with every request to this address and to no other. */
  readonly headers?: EndpointHeaders;
}

/** The facts that tell providers of the same wire apart. */
export interface ProviderIdentity {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string | undefined;
  readonly keyVariables: readonly string[];
  readonly keyRequired: boolean;
  /** Address of the vendor's page where keys are made. */
  readonly keyPage?: string;
  /** Headers that the user has set, with names in lower case. */
  readonly headers?: EndpointHeaders;
}

/** The fields with which a provider introduces itself, whatever wire it speaks. */
export function identityOf({ id, name, keyVariables, baseUrl, keyRequired }: ProviderIdentity) {
  return { id, name, keyVariables, defaultBaseUrl: baseUrl, keyRequired };
}

/**
 * The address in the form that the vendor's SDK expects, whichever form people write: OpenAI with its `/v1`, the others without a version.
 */
export function normalizeBaseUrl(baseUrl: string, kind: EndpointKind): string {
  const bare = baseUrl.trim().replace(/\/+$/, '');
  if (kind === 'anthropic') return bare.replace(/\/v1$/, '');
  if (kind === 'google') return bare;
  return URL.canParse(bare) && new URL(bare).pathname === '/' ? `${bare}/v1` : bare;
}
