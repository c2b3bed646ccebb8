import * as vscode from 'vscode';
import { savedAddress } from './savedAddress.ts';

interface OpenPanel extends vscode.Disposable {
  readonly onDidDispose: vscode.Event<void>;
}

interface Restoring<Panel> {
  readonly viewType: string;
  /** The field of the panel's saved state that holds the address of its file. */
  readonly key: string;
  restore(about: vscode.Uri, panel: vscode.WebviewPanel): Panel | Promise<Panel>;
}

/** The panels of one kind, at most one for each file. They come back when the window is reloaded. */
export class OpenPanels<Panel extends OpenPanel> implements vscode.Disposable {
  readonly #panels = new Map<string, Panel>();
  readonly #serializer: vscode.Disposable;

  constructor({ viewType, key, restore }: Restoring<Panel>) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const about = savedAddress(state, key);
        if (!about || this.#panels.has(about.toString())) return panel.dispose();
        this.#keep(about, await restore(about, panel));
      },
    });
  }

  /** Gives the panel of a file, and opens it where there is none. */
  of(about: vscode.Uri, open: () => Panel): Panel {
    return this.#panels.get(about.toString()) ?? this.#keep(about, open());
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  #keep(about: vscode.Uri, panel: Panel): Panel {
    this.#panels.set(about.toString(), panel);
    panel.onDidDispose(() => this.#panels.delete(about.toString()));
    return panel;
  }
}
