import { estimateRun, type RunEstimate } from '../../core/pricing/estimateRun.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { PreparedPrompt } from './preparedPrompt.ts';
import type { Services } from './services.ts';

/** What running the prompt on its chosen models would cost, before anything is sent. */
export function estimatePrompt(services: Services, prompt: PreparedPrompt): RunEstimate {
  return estimateRun({
    messages: prompt.rendered.messages,
    parameters: prompt.document.parameters,
    models: prompt.models,
    catalog: services.catalog(),
    partsOf: routeParts(services.routes.bookFor(prompt.uri).routes),
  });
}
