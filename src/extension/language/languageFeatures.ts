import * as vscode from 'vscode';

export function registerLanguageFeatures(_services: object): vscode.Disposable {
  return new vscode.Disposable(() => undefined);
}
