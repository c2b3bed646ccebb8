import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What one of our tools says, called as an agent of the editor calls it. */
export async function invokeAgentTool(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`polyprompt_${name}`, { toolInvocationToken: undefined, input });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return part.value;
}
