import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { WireRequest } from '../../core/providers/contract/provider.ts';
import type { RunState } from '../../core/run/state.ts';
import { conversationText } from '../../core/run/turnTexts.ts';

const scheme = 'polyprompt-answer';
/** How many answers are kept for as long as their editors may be open; the oldest go first. */
const keptDocuments = 100;

/** The run that a prompt shows and the one before it, as far as there are any. */
interface ComparedRuns {
  readonly current: RunState | undefined;
  readonly previous: RunState | undefined;
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Read-only documents for answers and requests, which VS Code's own editors show. */
export class AnswerDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  #counter = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Puts two answers, or an answer and the one before it, into the editor's own diff editor. */
  async openDiff(runs: ComparedRuns, pair: { readonly left: string; readonly right: string }): Promise<void> {
    const againstPrevious = pair.right === 'previous-run';
    const left = answerOf(runs.current, pair.left);
    const right = againstPrevious ? answerOf(runs.previous, pair.left) : answerOf(runs.current, pair.right);
    if (left === undefined || right === undefined) {
      throw new PolypromptError('internal', 'There is no second answer to compare with.', {
        hint: 'Run the prompt once more.',
      });
    }
    const before = againstPrevious ? this.#add(`${pair.left} (previous run)`, right) : this.#add(pair.left, left);
    const after = againstPrevious ? this.#add(pair.left, left) : this.#add(pair.right, right);
    const title = againstPrevious ? `${pair.left}: previous run ↔ this run` : `${pair.left} ↔ ${pair.right}`;
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
  }

  /** Two texts side by side in the editor's own diff editor. */
  async openTexts(left: NamedText, right: NamedText): Promise<void> {
    const [before, after] = [this.#add(left.name, left.text), this.#add(right.name, right.text)];
    await vscode.commands.executeCommand('vscode.diff', before, after, `${left.name} ↔ ${right.name}`, {
      preview: true,
    });
  }

  /** Shows what was sent, with the key replaced by the name of its variable. */
  async openRequest(request: WireRequest): Promise<void> {
    const { method, url, headers, body } = request;
    const document = await vscode.workspace.openTextDocument(
      this.#add('request.json', JSON.stringify({ method, url, headers, body }, null, 2)),
    );
    await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, 'json'), {
      preview: true,
    });
  }

  dispose(): void {
    this.#registered.dispose();
    this.#texts.clear();
  }

  #add(name: string, text: string): vscode.Uri {
    this.#counter += 1;
    const uri = vscode.Uri.from({ scheme, path: `/${this.#counter}/${name}` });
    this.#texts.set(uri.toString(), text);
    for (const oldest of [...this.#texts.keys()].slice(0, -keptDocuments)) this.#texts.delete(oldest);
    return uri;
  }
}

function answerOf(state: RunState | undefined, target: string): string | undefined {
  const answered = Object.values(state?.cells ?? {}).find((cell) => cell.target === target);
  return answered && conversationText(answered);
}
