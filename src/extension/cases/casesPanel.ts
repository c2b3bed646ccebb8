import type * as vscode from 'vscode';
import type { ImportPage } from '../../core/cases/page/importPage.ts';
import { type ErrorRecord, toPolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { PersonalDesk } from '../../node/cases/personalDesk.ts';
import type { ImportHostMessage, ImportIntent, PersonalIntent, RowsIntent } from '../../protocol.ts';
import { performAction } from '../editor/commandRegistry.ts';
import { casesType } from '../editor/contributions.ts';
import { createPanel, NumberedPanel } from '../editor/numberedPanel.ts';
import { parseImportMessage } from './importMessages.ts';

const page = { element: 'polyprompt-cases', script: 'results.js', styles: ['panel.css'] } as const;

/** What one use of the page does: import cases, or replace what is personal in a file. */
export interface CasesWork {
  /** The file that the page is about. */
  readonly about: vscode.Uri;
  /** The words behind the file's name in the title. */
  readonly what: string;
  readonly personal: PersonalDesk;
  /** Reads; `tell` shows how far it has come. Called once the page is there. */
  begin(tell: () => void): Promise<void>;
  carryOut(wish: RowsIntent, tell: () => void): Promise<'done' | 'go-on'>;
  /** Everything that the page shows now. */
  page(): ImportPage;
  stop(): void;
}

/** The page between a file and the repository. It comes back empty: nothing of it is kept when it is closed or the window is reloaded. */
export class CasesPanel implements vscode.Disposable {
  readonly #panel: NumberedPanel<ImportHostMessage>;
  readonly #work: CasesWork;
  #problem: ErrorRecord | undefined;

  constructor(context: vscode.ExtensionContext, work: CasesWork) {
    this.#work = work;
    const { about, what } = work;
    this.#panel = new NumberedPanel(createPanel({ context, viewType: casesType, about, what }), {
      context,
      page,
      receive: (raw) => this.#receive(raw),
      becomeVisible: () => this.#send(),
    });
    this.#panel.held.add({ dispose: () => work.stop() });
    this.#attempt(() => work.begin(() => this.#send()));
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(raw: unknown): void {
    const message = parseImportMessage(raw);
    if (!message) return;
    if (message.type === 'ready') {
      this.#panel.isReady = true;
      this.#send();
    } else this.#attempt(() => this.#carryOut(message));
  }

  /** What fails is said on the page, where it can be mended. */
  #attempt(work: () => Promise<void>): void {
    this.#problem = undefined;
    work()
      .catch((error: unknown) => {
        this.#problem = toPolypromptError(error).toRecord();
      })
      .finally(() => this.#send());
  }

  async #carryOut(message: ImportIntent): Promise<void> {
    const { about } = this.#work;
    switch (message.type) {
      case 'close':
        return this.dispose();
      case 'personal':
        return this.#decide(message.wish);
      case 'rows':
        if ((await this.#work.carryOut(message.wish, () => this.#send())) === 'done') this.dispose();
        return;
      case 'error-action':
        return performAction(message.action, { prompt: about });
    }
  }

  async #decide(wish: PersonalIntent): Promise<void> {
    const { personal } = this.#work;
    const { words } = personal.choices;
    const { regions } = personal;
    switch (wish.type) {
      case 'decide-kind':
        return personal.decideKind(wish.kind, wish.choice);
      case 'decide-value':
        return personal.decideValue(wish.value, wish.choice);
      case 'add-word':
        return personal.setWords([...new Set([...words, wish.word])], pause);
      case 'add-region':
        return personal.setRegions([...new Set([...regions, wish.region])], pause);
      case 'remove-region':
        return personal.setRegions(
          regions.filter((region) => region !== wish.region),
          pause,
        );
      case 'remove-word':
        return personal.setWords(
          words.filter((word) => word !== wish.word),
          pause,
        );
    }
  }

  #send(): void {
    if (!this.#panel.isReady) return;
    this.#panel.post({ type: 'cases', page: { ...this.#work.page(), ...defined({ problem: this.#problem }) } });
  }
}

/** Lets the editor do other things. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
