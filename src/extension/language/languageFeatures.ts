import * as vscode from 'vscode';
import { registerCompletion } from './completion.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerEndedModelFixes } from './endedModelFixes.ts';
import { registerHover } from './hover.ts';
import type { LanguageServices } from './languageServices.ts';
import { registerPreview } from './preview.ts';
import { registerProjectDiagnostics } from './projectDiagnostics.ts';
import { registerSuiteDiagnostics } from './suiteDiagnostics.ts';
import { registerSuiteLanguage } from './suiteLanguage.ts';

/** Problems, completion, hover and preview for prompt files; Problems, completion and hover for eval suites; Problems for polyprompt.yaml. */
export function registerLanguageFeatures(services: LanguageServices): vscode.Disposable {
  return vscode.Disposable.from(
    registerDiagnostics(services),
    registerEndedModelFixes(services),
    registerCompletion(services),
    registerHover(services),
    registerPreview(services),
    registerProjectDiagnostics(services),
    registerSuiteDiagnostics(services),
    registerSuiteLanguage(services),
  );
}
