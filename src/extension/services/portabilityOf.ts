import type * as vscode from 'vscode';
import { assessPortability } from '../../core/portability/assessPortability.ts';
import { withMediaStandIns } from '../../core/portability/mediaStandIns.ts';
import type { PortabilityFinding } from '../../core/portability/portabilityFinding.ts';
import { guessTokens } from '../../core/pricing/promptTokens.ts';
import type { PromptDocument } from '../../core/prompt/document.ts';
import { sampleMessages } from '../../core/prompt/sampleInputs.ts';
import type { Services } from './services.ts';

export interface OpenPrompt {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly document: PromptDocument;
  readonly partials: ReadonlyMap<string, string>;
}

/**
 * Lists what models would not take of a prompt as it is in the editor, with the inputs remembered for it. Tokens are guessed, because this
 * runs after every edit.
 */
export function portabilityOf(
  services: Pick<Services, 'registry' | 'catalog' | 'memory'>,
  { uri, text, document, partials }: OpenPrompt,
  models: readonly string[],
): readonly PortabilityFinding[] {
  const inputs = { ...document.input.defaults, ...services.memory.inputs(uri) };
  const messages = withMediaStandIns(sampleMessages(document, { inputs, partials }));
  const knowledge = {
    registry: services.registry(),
    catalog: services.catalog(),
    countTokens: guessTokens,
    isGuessed: true,
  };
  return assessPortability({ text, document, messages, inputs, models }, knowledge);
}
