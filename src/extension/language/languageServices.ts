import * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import type { ModelKnowledge } from '../../core/models/modelKnowledge.ts';
import { tierNames } from '../../core/models/tierRef.ts';
import { nearEnd } from '../../core/pricing/modelEnd.ts';
import type { PromptDocument, PromptFormat } from '../../core/prompt/document.ts';
import { openProject } from '../../core/routing/openProject.ts';
import type { TextRange } from '../../core/text/textRange.ts';
import { promptLanguages } from '../editor/contributions.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import { modelDetail } from '../services/modelDescription.ts';
import { formatOf, readPromptAt } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';

/** The shared services that the language features need. */
export type LanguageServices = Pick<
  Services,
  'memory' | 'suites' | 'routes' | 'catalog' | 'registry' | 'tierModels' | 'settings' | 'onDidChangeModels'
>;

export const promptSelector: vscode.DocumentSelector = promptLanguages.map((language) => ({ language }));

/** The models that can be named now; `routes` are included where the caller has looked for them. */
export function modelKnowledge(services: LanguageServices, routes?: readonly string[]): ModelKnowledge {
  const entries = [...services.catalog().entries.values()];
  return {
    models: [
      ...entries.map((entry) => ({ id: entry.id, detail: modelDetail(entry, nearEnd(services.catalog(), entry.id)) })),
      ...tierNames.map((tier) => ({ id: `tier:${tier}`, detail: 'one model of each provider' })),
    ],
    providers: services
      .registry()
      .list()
      .map((provider) => provider.id),
    ...defined({ routes }),
    endOf: (model) => nearEnd(services.catalog(), model),
  };
}

/** The names of the MCP servers that prompts and suites of a folder may use. None is started for that. */
export async function serverNames({ settings }: LanguageServices, file: vscode.Uri): Promise<readonly string[]> {
  const { mcpServers } = await openProject(editorFiles(projectFolder(file)));
  return [...new Set([...mcpServers.keys(), ...settings().mcpServers.keys()])];
}

/** The format in which an open document is read; undefined when it is no prompt. */
export function promptFormatOf(services: LanguageServices, document: vscode.TextDocument): PromptFormat | undefined {
  if (document.uri.scheme === 'git') return undefined;
  return formatOf(services.memory, document.uri, document.getText()) ?? formatOfLanguage(document.languageId);
}

function formatOfLanguage(languageId: string): PromptFormat | undefined {
  if (languageId === 'dotprompt') return 'dotprompt';
  if (languageId === 'github-prompt') return 'github';
  if (languageId === 'prompty') return 'prompty';
  return languageId === 'prompt-text' ? 'text' : undefined;
}

export function readOpenPrompt(document: vscode.TextDocument, format: PromptFormat): Promise<PromptDocument> {
  return readPromptAt(document.uri, document.getText(), format);
}

export function editorRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
