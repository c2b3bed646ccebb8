import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { WireRequest } from '../../core/providers/contract/provider.ts';
import type { RunState } from '../../core/run/state.ts';
import { conversationText } from '../../core/run/turnTexts.ts';
import type { ColumnAnswer, CompareIntent } from '../../protocol.ts';

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
  async openDiff(
    runs: ComparedRuns,
    pair: Pick<Extract<CompareIntent, { type: 'open-diff' }>, 'left' | 'right'>,
  ): Promise<void> {
    const left = answerOf(runs.current, pair.left);
    const right =
      pair.right === 'previous-run' ? answerOf(runs.previous, pair.left) : answerOf(runs.current, pair.right);
    if (left === undefined || right === undefined) {
      throw new PolypromptError('internal', 'There is no second answer to compare with.', {
        hint: 'Run the prompt once more.',
      });
    }
    const name = nameOf(pair.left);
    if (pair.right !== 'previous-run')
      return this.openTexts({ name, text: left }, { name: nameOf(pair.right), text: right });
    const [before, after] = [this.#add(`${name} (previous run)`, right), this.#add(name, left)];
    const title = `${name}: previous run ↔ this run`;
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
  }

  /** Two texts side by side in the editor's own diff editor. */
  async openTexts(left: NamedText, right: NamedText): Promise<void> {
    const [before, after] = [this.#add(left.name, left.text), this.#add(right.name, right.text)];
    await vscode.commands.executeCommand('vscode.diff', before, after, `${left.name} ↔ ${right.name}`, {
      preview: true,
    });
  }

  /** A text beside a file as it is now, in the editor's own diff editor. */
  async openBesideFile(file: vscode.Uri, { name, text }: NamedText): Promise<void> {
    const title = `${file.path.split('/').at(-1) ?? 'prompt'} ↔ ${name}`;
    await vscode.commands.executeCommand('vscode.diff', file, this.#add(name, text), title, { preview: true });
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

function nameOf({ target, repeat = 0 }: ColumnAnswer): string {
  return repeat === 0 ? target : `${target}, answer ${repeat + 1}`;
}

function answerOf(state: RunState | undefined, { target, repeat = 0 }: ColumnAnswer): string | undefined {
  const answers = Object.values(state?.cells ?? {}).filter((cell) => cell.target === target);
  const answered = answers.find((cell) => cell.repeat === repeat) ?? answers[0];
  return answered && conversationText(answered);
}
