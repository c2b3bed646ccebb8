import type { JsonObject } from '../json.ts';
import type { Message } from '../messages.ts';
import type { PromptDocument, RenderedPrompt, RenderInput } from './document.ts';
import { messagesToSend } from './messagesToSend.ts';
import { renderPrompt } from './renderPrompt.ts';

/** The inputs with `{{name}}` in place of each missing one. A value is never read as template, so the name is sent as it is written. */
export function withNames(inputs: JsonObject, missing: RenderedPrompt['missing']): JsonObject {
  const names = missing.filter((name) => !name.includes('.')).map((name) => [name, `{{${name}}}`] as const);
  return Object.fromEntries([...Object.entries(inputs), ...names]);
}

/** The messages as they would be sent, with names in place of missing values. */
export function sampleMessages(document: PromptDocument, input: RenderInput): readonly Message[] {
  const rendered = renderPrompt(document, input);
  if (rendered.missing.length === 0) return messagesToSend(document, rendered);
  const inputs = withNames(input.inputs, rendered.missing);
  return messagesToSend(document, renderPrompt(document, { ...input, inputs }));
}
