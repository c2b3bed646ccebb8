import * as vscode from 'vscode';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { commands, promptLanguages } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { caseFilePattern } from '../services/caseFilePattern.ts';
import type { PromptChanges } from '../services/promptChanges.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
import { changePart } from './changePart.ts';
import { casesOf, outlookOf, sizeOf, tallyOf, tallyText, underWay } from './evalParts.ts';
import { promptPart } from './promptPart.ts';

/** Milliseconds between two updates of the line during a run, which is often enough for the eye. */
const refreshMs = 500;
/** How many parts the line has at most, because it is read at a glance. The rest is in its hover. */
const mostParts = 3;

interface About {
  readonly document: vscode.TextDocument;
  /** The suites that read the document. */
  readonly suites: readonly OpenSuite[];
}

/**
 * The line above a prompt, a suite and its cases: running it, how the evals went, and the effect of a change since HEAD. One provider makes
 * all parts, so that they have an order and are never more than three.
 */
export function registerLineAbove(services: Services, changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const line = held.add(new LineAbove(services, changes));
  const selector = [{ pattern: caseFilePattern }, ...promptLanguages.map((language) => ({ language }))];
  held.add(vscode.languages.registerCodeLensProvider(selector, line));
  return held;
}

class LineAbove implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #services: Services;
  readonly #changes: PromptChanges;
  readonly #held = new Disposables();
  readonly #changed = this.#held.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Services, changes: PromptChanges) {
    this.#services = services;
    this.#changes = changes;
    const soon = () => this.#soon();
    for (const event of [services.suites.onDidChange, services.evals.onDidChangeResults]) this.#held.add(event(soon));
    for (const event of [services.onDidChangeModels, changes.onDidChange]) this.#held.add(event(soon));
    this.#held.add(services.memory.onDidChange(soon));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    // Every suite of a folder reads its project file, so that file says nothing about any of them.
    if (!this.#services.settings().codeLens || document.uri.path.endsWith(`/${projectFileName}`)) return [];
    const suites = await this.#suitesReading(document);
    const about = { document, suites };
    const top = new vscode.Range(0, 0, 0, 0);
    const isPrompt = promptLanguages.includes(document.languageId);
    const parts = isPrompt ? await this.#partsOfPrompt(about) : await this.#partsOfCases(about);
    const lenses = parts.slice(0, mostParts).map((part) => new vscode.CodeLens(top, part));
    const list = listOf(about);
    if (!list) return lenses;
    const above = (await this.#partsOfCases(about)).slice(0, mostParts - 1);
    return [...lenses, ...above.map((part) => new vscode.CodeLens(list, part))];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#held.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, refreshMs);
  }

  async #suitesReading({ uri }: vscode.TextDocument): Promise<readonly OpenSuite[]> {
    if (uri.scheme !== 'file') return [];
    const found = (await this.#services.suites.all()).filter((open) => open.files.has(uri.fsPath));
    const isSuite = ['eval', 'promptfoo', 'github'].includes(suiteFormatOf(uri.path) ?? '');
    // A suite outside of all open folders, such as our sample, is not among the known ones, so it is read by itself.
    return found.length > 0 || !isSuite
      ? found
      : [await this.#services.suites.read(uri)].filter(({ suite }) => suite.cases.length > 0);
  }

  /** The parts for a prompt: running it, its evals, and its change. */
  async #partsOfPrompt(about: About): Promise<vscode.Command[]> {
    const { document, suites } = about;
    const change = changePart(this.#changes, document);
    const evals = suites.length === 0 ? [] : [await this.#evalPart(about)];
    return [await promptPart(this.#services, document.uri), ...evals, ...(change ? [change] : [])];
  }

  /** The part for all suites of a prompt, such as `60 cases · 115/180 passed`. */
  async #evalPart({ document, suites }: About): Promise<vscode.Command> {
    const busy = underWay(this.#services, suites);
    if (busy) return busy;
    const [first] = suites;
    const tally = tallyOf(this.#services, suites);
    const size = suites.length > 1 ? `${suites.length} suites, ${casesOf(suites)}` : casesOf(suites);
    const outlooks = await Promise.all(suites.map((open) => outlookOf(this.#services, open, () => this.#soon())));
    const money = suites.length === 1 ? ` · ${outlooks[0]?.money}` : '';
    return {
      title: `$(play) ${size}${tally ? ` · ${tallyText(tally)}` : money}`,
      command: commands.runSuite,
      arguments: [suites.length === 1 ? first?.uri : document.uri],
      tooltip: [
        'Run the evals of this prompt; above your limit it asks before anything is sent',
        ...suites.map((open, index) => `${open.name}: ${sizeOf(this.#services, open)} · ${outlooks[index]?.whole}`),
      ].join('\n'),
    };
  }

  /** The parts for a suite: running it, how it went, and its change or else what failed. */
  async #partsOfCases(about: About): Promise<vscode.Command[]> {
    const { document } = about;
    const own = about.suites.filter(({ uri }) => uri.toString() === document.uri.toString());
    const suites = own.length > 0 ? own : about.suites;
    const [open] = suites;
    if (!open) return [];
    const change = changePart(this.#changes, document);
    const busy = underWay(this.#services, suites);
    const stop = { title: '$(debug-stop) Stop', command: commands.stopRun, tooltip: 'Stop the run' };
    if (busy) return [busy, ...(busy.command === commands.showResults ? [stop] : []), ...(change ? [change] : [])];
    if (suites.length > 1) return [await this.#evalPart({ document, suites }), ...(change ? [change] : [])];
    const outlook = await outlookOf(this.#services, open, () => this.#soon());
    const run = {
      title: `$(play) Run ${sizeOf(this.#services, open)} · ${outlook.money}`,
      command: commands.runSuite,
      arguments: [open.uri],
      tooltip: `Run ${open.name}; above your limit it asks before anything is sent\n${outlook.whole}`,
    };
    return [run, ...this.#resultParts(open, change)];
  }

  #resultParts(open: OpenSuite, change: vscode.Command | undefined): vscode.Command[] {
    const tally = tallyOf(this.#services, [open]);
    const results = tally && {
      title: tallyText(tally),
      command: commands.showResults,
      arguments: [open.uri],
      tooltip: 'Show the results as a table',
    };
    const failed = tally &&
      tally.passed < tally.of && {
        title: `Run ${formatCount(tally.of - tally.passed)} failed`,
        command: commands.runFailedCases,
        arguments: [open.uri],
        tooltip: 'Ask again what did not pass, whatever the cache says',
      };
    return [results, change ?? failed].filter((part) => part !== undefined && part !== false);
  }
}

/** The key above a list of cases that stands in the suite itself. */
function listOf({ document, suites }: About): vscode.Range | undefined {
  if (!suites.some(({ uri }) => uri.toString() === document.uri.toString())) return undefined;
  const list = /^(?:cases|tests|testData):[ \t]*$/m.exec(document.getText());
  if (!list) return undefined;
  const at = document.positionAt(list.index);
  return new vscode.Range(at, at);
}
