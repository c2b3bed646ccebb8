import * as vscode from 'vscode';

/** Turns offsets of a file into places, whether or not the file is open. */
export interface Positions {
  positionAt(offset: number): vscode.Position;
}

/** The positions in a file as it is in the editor, else on disk. No editor is opened for it. */
export async function positionsOf(file: string): Promise<Positions> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === file);
  if (open) return open;
  const cached = cache.get(file);
  const changed = await changedAt(file);
  if (cached && cached.changed === changed) return cached.positions;
  const positions = positionsIn(await textOf(file));
  cache.clear();
  cache.set(file, { changed, positions });
  return positions;
}

/** The last file that was asked for is remembered, because callers ask for many positions of one file in a row. */
const cache = new Map<string, { readonly changed: number; readonly positions: Positions }>();

async function changedAt(file: string): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(file))).mtime;
  } catch {
    return 0;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch {
    return '';
  }
}

function positionsIn(text: string): Positions {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  return {
    positionAt: (offset) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return new vscode.Position(low, offset - (starts[low] ?? 0));
    },
  };
}
