import { PolypromptError } from '../../core/errors.ts';
import { assessPortability } from '../../core/portability/assessPortability.ts';
import { type MendedPrompt, mendPortability } from '../../core/portability/mendPortability.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { guessTokens } from '../../core/pricing/promptTokens.ts';
import { readPrompt } from '../../core/prompt/readPrompt.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { modelsBehind } from '../../core/routing/routeParts.ts';
import type { ImprovableSuite } from './improveTask.ts';

interface Known {
  readonly registry: ProviderRegistry;
  readonly catalog: Catalog;
  readonly routes: RouteBook;
}

/**
 * The prompt of a port with everything mended that is known to be wrong on the new target, without a call. Throws `invalid-prompt` where
 * the target would refuse it and no mend is known.
 */
export function mendForTarget(
  { start: { path, text }, target, cases, prompt }: ImprovableSuite,
  { registry, catalog, routes }: Known,
): MendedPrompt {
  // The longest case shows best whether the prompt fits; settings are the same for all.
  const rendered = cases.map(({ vars }) => ({ vars, ...prompt.render(vars) }));
  const longest = rendered.reduce((most, each) => (each.text.length > most.text.length ? each : most), {
    vars: {},
    messages: [],
    text: '',
  });
  const question = {
    text,
    document: readPrompt({ path, text }),
    messages: longest.messages,
    inputs: longest.vars,
    models: modelsBehind(routes.routes, [target.model]),
  };
  const known = { registry, catalog, countTokens: guessTokens, isGuessed: true };
  const found = mendPortability(text, assessPortability(question, known));
  const refused = found.left.find(({ effect }) => effect === 'rejected');
  if (!refused) return found;
  throw new PolypromptError('invalid-prompt', `${target.model} would refuse this prompt. ${refused.message}`, {
    hint: 'Mend that in the file first, or choose another model with --to.',
  });
}
