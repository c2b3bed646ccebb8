import type { ModelWarning } from '../messages.ts';
import type { PromptDocument } from '../prompt/document.ts';
import { runParameters } from '../prompt/runParameters.ts';
import type { ProviderRegistry, ResolvedModel } from '../providers/registry.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/range.ts';

interface ModelWarnings {
  readonly model: string;
  readonly warnings: readonly ModelWarning[];
}

/**
 * What the chosen models will not take as the file says it, one Problem per setting, at its place in the file. Found without a
 * request: it is what `View Request` would show as changed.
 */
export function settingProblems(
  document: PromptDocument,
  models: readonly string[],
  registry: ProviderRegistry,
): Problem[] {
  const byMessage = new Map<string, { readonly warning: ModelWarning; readonly models: string[] }>();
  for (const { model, warnings } of models.map((id) => warningsOf(document, id, registry))) {
    for (const warning of warnings) {
      const key = `${warning.field} ${warning.message}`;
      const known = byMessage.get(key);
      if (known) known.models.push(model);
      else byMessage.set(key, { warning, models: [model] });
    }
  }
  return [...byMessage.values()].map(({ warning, models: affected }) => ({
    severity: 'information',
    code: `setting-${warning.action}`,
    message: `${affected.join(', ')}: ${warning.message}`,
    range: rangeOf(document, warning.field),
  }));
}

function warningsOf(document: PromptDocument, model: string, registry: ProviderRegistry): ModelWarnings {
  const resolved = tryResolve(registry, model);
  if (!resolved?.baseUrl) return { model, warnings: [] };
  // The settings alone decide; the messages of a run are not needed to know them.
  const call = { model: resolved.ref.model, messages: [], parameters: runParameters(document) };
  return { model, warnings: resolved.provider.describeRequest?.(call, resolved.baseUrl).warnings ?? [] };
}

/** An unknown provider has a Problem of its own. */
function tryResolve(registry: ProviderRegistry, model: string): ResolvedModel | undefined {
  try {
    return registry.resolve(model);
  } catch {
    return undefined;
  }
}

function rangeOf(document: PromptDocument, field: string): TextRange {
  const entry = Object.entries(document.parameterRanges).find(([name]) => name === field);
  return entry?.[1] ?? document.model?.range ?? { start: 0, end: 0 };
}
