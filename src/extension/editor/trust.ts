import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';

/**
 * Throws in a workspace that is not trusted. Every command that sends, writes or runs calls this first, because hiding a command does not
 * stop it from being called.
 */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new PolypromptError(
    'untrusted-workspace',
    'This workspace is not trusted, so no prompt of it is sent to a model.',
  );
}
