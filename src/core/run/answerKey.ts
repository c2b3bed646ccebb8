import type { ProviderRegistry } from '../providers/registry.ts';

/** Under which an answer is cached. The same model name at another address is another model. */
export function answerKey(cell: string, model: string, registry: Pick<ProviderRegistry, 'resolve'>): string {
  try {
    return `${cell} ${registry.resolve(model).baseUrl ?? ''}`;
  } catch {
    return cell;
  }
}
