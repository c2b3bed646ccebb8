import * as path from 'node:path';
import * as vscode from 'vscode';
import { keptMapping, keptRegions } from '../../core/cases/columnMapping.ts';
import { writtenSentence } from '../../core/cases/importReport.ts';
import { PromptMatcher } from '../../core/cases/matching/matchPrompt.ts';
import type { ImportPage, TargetView } from '../../core/cases/page/importPage.ts';
import { aboutFile } from '../../core/dataset/aboutFile.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { jsonObjectIn } from '../../core/jsonRead.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { ImportDesk } from '../../node/cases/importDesk.ts';
import type { ReadingState } from '../../node/cases/readCalls.ts';
import type { RowsIntent } from '../../protocol.ts';
import { projectFolder } from '../editor/editorFiles.ts';
import { isThere } from '../editor/isThere.ts';
import { textOfFile } from '../editor/textOfFile.ts';
import { addToSuite, newSuiteFor } from '../services/casesOfSuite.ts';
import { freeUri } from '../services/freeUri.ts';
import { openPrompt, partialsOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { type CasesWork, pause } from './casesPanel.ts';

interface Target {
  readonly file: string;
  /** The address of a suite, `new`, or empty for none. */
  readonly suite: string;
}

/** Imports logs as cases of a prompt: reads them, lets a person decide, and writes what was accepted. */
export class ImportWork implements CasesWork {
  readonly about: vscode.Uri;
  readonly what = 'Import Cases';
  readonly #services: Services;
  readonly #desk: ImportDesk;
  readonly #suites: TargetView['suites'];
  #target: Target;
  #stop = new AbortController();
  /** How far reading has come; undefined when it has ended. */
  #state: Pick<ReadingState, 'records' | 'calls' | 'bytes' | 'totalBytes'> | undefined;

  private constructor(
    services: Services,
    prompt: vscode.Uri,
    { desk, target, suites }: { desk: ImportDesk; target: Target; suites: TargetView['suites'] },
  ) {
    this.#services = services;
    this.about = prompt;
    this.#desk = desk;
    this.#target = target;
    this.#suites = suites;
  }

  /** Works out where cases of a prompt would go. Nothing is read yet. */
  static async of(services: Services, prompt: vscode.Uri, files: readonly vscode.Uri[]): Promise<ImportWork> {
    const { document } = await openPrompt(services.memory, prompt);
    const { partials } = await partialsOf(prompt, document);
    const fields = inputFields(document, partials);
    const stem = readPromptPath(prompt.path).name;
    const file = await freeUri(vscode.Uri.joinPath(prompt, '..'), (copy) => `${stem}.log${copy}.cases.jsonl`);
    const kept = textOfFile(aboutFile(vscode.Uri.joinPath(prompt, '..', `${stem}.log.cases.jsonl`).fsPath));
    const beside = kept === undefined ? undefined : jsonObjectIn(kept);
    const mapping = keptMapping(beside);
    const matcher = new PromptMatcher(document, partials);
    const paths = files.map(({ fsPath }) => fsPath);
    const own = await suitesOf(services, prompt);
    const [first] = own;
    return new ImportWork(services, prompt, {
      desk: new ImportDesk(paths, { fields, matcher, mapping }, keptRegions(beside)),
      target: { file: nameOf(file), suite: first?.id ?? 'new' },
      suites: own,
    });
  }

  get personal(): ImportDesk['personal'] {
    return this.#desk.personal;
  }

  begin(tell: () => void): Promise<void> {
    return this.#read(tell);
  }

  stop(): void {
    this.#stop.abort();
  }

  async carryOut(wish: RowsIntent, tell: () => void): Promise<'done' | 'go-on'> {
    switch (wish.type) {
      case 'stop':
        this.stop();
        return 'go-on';
      case 'read-again':
        await this.#read(tell);
        return 'go-on';
      case 'map-column':
        this.#desk.mapColumn(wish.variable, wish.column);
        await this.#read(tell);
        return 'go-on';
      case 'resolve':
        await this.#desk.resolve(wish.call, wish.choice, pause);
        return 'go-on';
      case 'sample':
        await this.#desk.sample(wish.count ?? undefined, pause);
        return 'go-on';
      case 'set-file':
        this.#target = { ...this.#target, file: wish.file };
        return 'go-on';
      case 'set-suite':
        this.#target = { ...this.#target, suite: wish.suite };
        return 'go-on';
      case 'write':
        await this.#write();
        return 'done';
    }
  }

  page(): ImportPage {
    const state = this.#state;
    const parts = this.#desk.parts();
    const unread = this.#desk.isRead
      ? ''
      : state
        ? 'The files are being read.'
        : 'The files were not read to their end.';
    return {
      mode: 'import',
      title: `Import cases for ${nameOf(this.about)}`,
      reading: state
        ? {
            sentence: `${counted(state.records, 'record')} read, ${formatCount(state.calls)} of them calls.`,
            share: state.totalBytes === 0 ? 0 : Math.min(1, state.bytes / state.totalBytes),
          }
        : null,
      ...parts,
      target: {
        ...this.#target,
        suites: [...this.#suites, { id: 'new', name: 'A new suite' }, { id: '', name: 'None' }],
      },
      accept: `Write ${counted(parts.rowsTotal, 'Case')}`,
      obstacle: parts.obstacle === '' ? unread : parts.obstacle,
    };
  }

  async #read(tell: () => void): Promise<void> {
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = { records: 0, calls: 0, bytes: 0, totalBytes: 0 };
    tell();
    const onProgress = (state: ReadingState) => {
      if (this.#stop !== stop) return;
      this.#state = state;
      tell();
    };
    try {
      await this.#desk.read({ signal: stop.signal, pause, onProgress });
    } finally {
      if (this.#stop === stop) this.#state = undefined;
    }
  }

  async #write(): Promise<void> {
    const { cases, about, rows } = this.#desk.written();
    const file = vscode.Uri.joinPath(this.about, '..', this.#target.file);
    const inFolder = path.relative(projectFolder(this.about), file.fsPath);
    if (!/\.jsonl$/.test(file.path) || inFolder.startsWith('..') || path.isAbsolute(inFolder))
      throw new PolypromptError('invalid-arguments', `${this.#target.file} is no file of cases.`, {
        hint: 'Name a file of this folder that ends in .jsonl.',
      });
    if (await isThere(file))
      throw new PolypromptError('invalid-arguments', `${this.#target.file} is there already, and stays as it is.`, {
        hint: 'Give the file of cases another name.',
      });
    const beside = vscode.Uri.file(aboutFile(file.fsPath));
    const encoder = new TextEncoder();
    await vscode.workspace.fs.writeFile(file, encoder.encode(cases));
    if (about !== undefined) await vscode.workspace.fs.writeFile(beside, encoder.encode(about));
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
    const { suite } = this.#target;
    if (suite === 'new') await newSuiteFor(this.#services, this.about, file);
    else if (suite !== '') await addToSuite(vscode.Uri.parse(suite, true), file);
    const sentence = writtenSentence(rows, this.#desk.counts(), {
      out: this.#target.file,
      isSample: this.#desk.isSample,
    });
    // The message is not awaited: the work has ended, whether or not the message is read.
    void vscode.window.showInformationMessage(sentence);
  }
}

/** The suites of a prompt that can be given one more file. */
async function suitesOf({ suites }: Services, prompt: vscode.Uri): Promise<TargetView['suites']> {
  const using = (await suites.all()).filter(
    ({ suite, uri }) =>
      ['eval', 'promptfoo'].includes(suiteFormatOf(uri.path) ?? '') &&
      suite.prompts.some(({ file }) => file === prompt.fsPath),
  );
  return using.map(({ uri, name }) => ({ id: uri.toString(), name }));
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? path;
}
