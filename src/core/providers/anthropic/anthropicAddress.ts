import type { ProviderAccess } from '../contract/provider.ts';

export const anthropicApiVersion = '2026-10-21';
const officialOrigin = 'https://api.anthropic.com';

/**
 * True for Anthropic's own address, which reads a Bearer token; gateways read `x-api-key`.
 * https://platform.claude.com/docs/en/api/migration-2026-10-21
 */
export function isOfficialAnthropic(baseUrl: string): boolean {
  return baseUrl.startsWith(officialOrigin);
}

/** The headers of a request that is sent without the SDK. */
export function anthropicHeaders(
  { baseUrl, key = 'none' }: Pick<ProviderAccess, 'baseUrl' | 'key'>,
  version = anthropicApiVersion,
): Record<string, string> {
  const access: Record<string, string> = isOfficialAnthropic(baseUrl)
    ? { authorization: `Bearer ${key}` }
    : { 'x-api-key': key };
  return { ...access, 'anthropic-version': version };
}
