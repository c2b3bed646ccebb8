import { defined } from '../../core/jsonRead.ts';
import { roundsAhead } from '../../core/plan/roundsAhead.ts';
import { toolLoopOf } from '../../core/plan/toolLoopOf.ts';
import { estimateRun, type RunEstimate } from '../../core/pricing/estimateRun.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import { columnsPerModel } from './columnChoice.ts';
import type { PreparedPrompt } from './preparedPrompt.ts';
import type { Services } from './services.ts';

/** What running the prompt on its chosen models would cost, before anything is sent. */
export function estimatePrompt(services: Services, prompt: PreparedPrompt): RunEstimate {
  const { parameters, toolSettings } = prompt.document;
  const loop =
    toolSettings && toolLoopOf({ prompt: { tools: toolSettings, file: prompt.uri.path }, tools: parameters.tools });
  return estimateRun({
    messages: prompt.rendered.messages,
    parameters,
    rounds: roundsAhead(defined({ loop })),
    models: prompt.models,
    callsPerModel: services.memory.repeats(prompt.uri) * columnsPerModel(services.memory.columns(prompt.uri)),
    catalog: services.catalog(),
    partsOf: routeParts(services.routes.bookFor(prompt.uri).routes),
  });
}
