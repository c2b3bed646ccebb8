import { PolypromptError } from '../../core/errors.ts';
import type { LoadedPrompt } from '../../node/suites/loadPrompt.ts';

/** The models that a prompt runs on: those of the command line, else those that the file names. Throws when there are none. */
export function modelsOf(prompt: LoadedPrompt, flags: readonly string[]): readonly string[] {
  const { document } = prompt;
  const named = document.models.map((model) => model.value);
  const models = flags.length > 0 ? flags : named.length > 0 ? named : document.model ? [document.model.value] : [];
  if (models.length > 0) return models;
  throw new PolypromptError('invalid-arguments', `${prompt.file} names no model.`, {
    hint: 'Give one with --model, for example --model simulated/terse.',
  });
}
