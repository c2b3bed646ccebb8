import type { Environment } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import type { Judge } from '../grading/verdict.ts';
import type { Usage } from '../messages.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { type Cost, costOf } from '../pricing/cost.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import { maxRetries, retryDelay } from '../providers/retry.ts';

interface JudgeContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
  /** Told what each call cost; undefined when nobody can say. */
  onCost(cost: Cost | undefined): void;
}

/** Any target as a judge: asked at temperature 0, retried like every call, its cost told. A judge that fails throws; the check is then ungraded. */
export function modelJudge(context: JudgeContext): Judge {
  return {
    async ask({ model, messages, json }) {
      const { provider, ref } = context.registry.resolve(model);
      const access = await context.registry.accessFor(provider, ref.model, context.environment);
      const parameters = { temperature: 0, ...(json ? { output: { format: 'json' as const } } : {}) };
      const call = { model: ref.model, messages, parameters };
      for (let attempt = 1; ; attempt++) {
        try {
          const { text, usage } = await collect(provider.stream(call, access, context.signal));
          context.onCost(usage && costOf(usage, context.catalog.entries.get(model)));
          return text;
        } catch (error) {
          if (!(error instanceof PolypromptError) || !error.retryable || attempt > maxRetries) throw error;
          await context.environment.clock.sleep(retryDelay(error, attempt, context.environment.random), context.signal);
        }
      }
    },
  };
}

async function collect(
  stream: ReturnType<NonNullable<ReturnType<ProviderRegistry['get']>>['stream']>,
): Promise<{ text: string; usage: Usage | undefined }> {
  let text = '';
  let usage: Usage | undefined;
  let isDone = false;
  for await (const event of stream) {
    if (event.type === 'text') text += event.text;
    else if (event.type === 'usage') usage = event.usage;
    else if (event.type === 'done') isDone = true;
  }
  if (!isDone) throw new PolypromptError('incomplete', 'The judge stopped before it was done.');
  return { text, usage };
}
