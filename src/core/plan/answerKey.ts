import { hashJson } from '../hash.ts';
import type { ProviderRegistry } from '../providers/registry.ts';

/** The key under which an answer is cached. The same model name at another address, or asked with other headers, is another model. */
export function answerKey(cell: string, model: string, registry: Pick<ProviderRegistry, 'resolve'>): string {
  try {
    const { provider, baseUrl = '' } = registry.resolve(model);
    const headers = provider.headers === undefined ? '' : ` ${hashJson(provider.headers)}`;
    return `${cell} ${baseUrl}${headers}`;
  } catch {
    return cell;
  }
}
