import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { open, workspaceFolder } from '../workspace.ts';

describe('the terminal', () => {
  const out = path.join(workspaceFolder(), 'version.txt');
  after(() => rmSync(out, { force: true }));

  it('knows polyprompt without an installation', async function () {
    this.timeout(60_000);
    await open('greet.prompt');
    // Waits for the extension, which prepares the terminals.
    await vscode.commands.executeCommand('polyprompt.showPanel');
    const shell = process.platform === 'win32' ? {} : { shellPath: '/bin/sh' };
    const terminal = vscode.window.createTerminal({ name: 'polyprompt test', cwd: workspaceFolder(), ...shell });
    terminal.sendText('polyprompt --version > version.txt && echo done >> version.txt');
    await eventually('its version', async () => {
      if (!existsSync(out)) return undefined;
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(out)));
      return /^\d+\.\d+\.\d+\s+done/.test(text) ? true : undefined;
    });
    assert.ok(terminal.exitStatus === undefined);
    terminal.dispose();
  });
});
