import * as vscode from 'vscode';
import type { ImportPage } from '../../core/cases/page/importPage.ts';
import { datasetTexts } from '../../core/cases/personal/datasetTexts.ts';
import { personalRows } from '../../core/cases/personal/personalRows.ts';
import { replaceInFile } from '../../core/cases/personal/replaceInFile.ts';
import { PolypromptError } from '../../core/errors.ts';
import { counted } from '../../core/text/formatCount.ts';
import { PersonalDesk } from '../../node/cases/personalDesk.ts';
import type { RowsIntent } from '../../protocol.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { type CasesWork, pause } from './casesPanel.ts';

/** Replaces what is personal in a file of cases, in one step that the editor can undo. */
export class ReplaceWork implements CasesWork {
  readonly about: vscode.Uri;
  readonly what = 'Personal Data';
  readonly personal = new PersonalDesk();
  /** The text that was looked at. */
  #text = '';

  constructor(file: vscode.Uri) {
    this.about = file;
  }

  async begin(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.about);
    this.#text = document.getText();
    const values = [...datasetTexts(this.about.path, this.#text)].map(({ value }) => value);
    const rows = await personalRows(values, pause);
    await this.personal.take(rows, pause);
  }

  stop(): void {}

  async carryOut(wish: RowsIntent): Promise<'done' | 'go-on'> {
    if (wish.type === 'read-again') await this.begin();
    if (wish.type !== 'write') return 'go-on';
    const document = await vscode.workspace.openTextDocument(this.about);
    if (document.getText() !== this.#text)
      throw new PolypromptError('invalid-arguments', 'The file was changed since it was looked at.', {
        hint: 'Read it again.',
      });
    this.personal.clean();
    const edits = replaceInFile(this.#text, this.personal.replaced(), this.personal.standIns);
    if (edits.length > 0) await applyAndShow(document, edits);
    // The message is not awaited: the work has ended, whether or not the message is read.
    void vscode.window.showInformationMessage(
      `${counted(edits.length, 'place')} replaced. The file is not saved yet, and its earlier versions in Git still hold what was there.`,
    );
    return 'done';
  }

  page(): ImportPage {
    const part = this.personal.part();
    const found = part.kinds.length > 0;
    return {
      mode: 'replace',
      title: `Personal data in ${this.about.path.split('/').at(-1) ?? ''}`,
      reading: null,
      report: [
        found
          ? `What was found stands in ${counted(part.rowsTotal, 'row')}, which are all shown or counted here.`
          : 'No personal data was found.',
      ],
      mapping: null,
      ambiguous: [],
      others: [],
      sample: null,
      target: null,
      ...part,
      accept: 'Replace in the File',
      obstacle: found ? part.obstacle : 'There is nothing to replace.',
    };
  }
}
