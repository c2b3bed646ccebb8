import type * as vscode from 'vscode';
import type { PromptDocument } from '../../core/prompt/document.ts';
import type { PromptMemory } from './promptMemory.ts';

/** The models that a prompt runs on: those chosen for it, else those that its file names, else the user's default. */
export function modelsFor(choice: {
  readonly uri: vscode.Uri;
  readonly document: PromptDocument;
  readonly memory: PromptMemory;
  readonly defaults: readonly string[];
}): readonly string[] {
  const chosen = choice.memory.models(choice.uri);
  if (chosen) return chosen;
  const named = choice.document.models.map((model) => model.value);
  if (named.length > 0) return [...new Set(named)];
  return choice.document.model ? [choice.document.model.value] : choice.defaults;
}
