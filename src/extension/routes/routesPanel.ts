import * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import { atTodaysPrices } from '../../core/results/todaysPrices.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { addRoute, freeRouteName } from '../../core/routing/writeRoute.ts';
import type { RunState } from '../../core/run/state.ts';
import { type Outage, readOutage } from '../../core/simulation/outage.ts';
import type { Simulation } from '../../core/simulation/simulateRun.ts';
import { simulationView } from '../../core/simulation/simulationView.ts';
import { keepMeasured } from '../../node/routes/measuredRoutes.ts';
import { simulateStored } from '../../node/routes/simulateStored.ts';
import type { RoutesHostMessage, RoutesMessage } from '../../protocol.ts';
import { askText } from '../editor/askText.ts';
import { runGuarded } from '../editor/commandRegistry.ts';
import { routesType } from '../editor/contributions.ts';
import { projectFolder } from '../editor/editorFiles.ts';
import { distFolder, webviewPage } from '../editor/webviewPage.ts';
import type { Services } from '../services/services.ts';
import { parseRoutesMessage } from './routesMessages.ts';

const page = { element: 'polyprompt-routes', script: 'results.js', styles: ['panel.css'] } as const;
const usualKeep = 0.95;

/** The page about routes over one finished run. It keeps only what it showed last. */
export class RoutesPanel {
  readonly #services: Services;
  readonly #suite: vscode.Uri;
  readonly #run: RunState;
  readonly #panel: vscode.WebviewPanel;
  #shown: Simulation | undefined;

  constructor(services: Services, suite: vscode.Uri, run: RunState) {
    this.#services = services;
    this.#suite = suite;
    this.#run = run;
    const title = `${suite.path.split('/').at(-1) ?? 'Suite'} - Routes`;
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#panel = vscode.window.createWebviewPanel(routesType, title, place, {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [distFolder(services.context)],
    });
    this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    this.#panel.webview.html = webviewPage(services.context, this.#panel.webview, page);
  }

  #receive(raw: unknown): void {
    const message = parseRoutesMessage(raw);
    if (!message) return;
    runGuarded(this.#suite, async () => {
      if (message.type === 'adopt') await this.#adopt(message.proposal);
      else await this.#simulate(message);
    });
  }

  async #simulate(wish: Exclude<RoutesMessage, { type: 'adopt' }>): Promise<void> {
    const texts = wish.type === 'simulate' ? wish.outages : [];
    const wrong = texts.filter((text) => !readOutage(text));
    if (wrong.length > 0) {
      this.#post({
        type: 'problem',
        problem: `Outages are written TARGET=KIND:SHARE%, for example openai=down:10%. This is not: ${wrong.join(', ')}`,
      });
      return;
    }
    const outages = texts.flatMap((text): Outage[] => [readOutage(text)].filter((outage) => outage !== undefined));
    const keep = wish.type === 'simulate' ? wish.keep : usualKeep;
    const requests = wish.type === 'simulate' && wish.requests !== undefined ? { requests: wish.requests } : {};
    try {
      const isToday = wish.type === 'simulate' && wish.atTodaysPrices === true;
      const run = isToday ? atTodaysPrices(this.#run, this.#services.catalog()) : this.#run;
      this.#shown = await simulateStored(run, {
        book: await this.#services.routes.refresh(this.#suite),
        storage: this.#services.storageFor(this.#suite),
        ...(vscode.workspace.isTrusted ? { distFolder: distFolder(this.#services.context).fsPath } : {}),
        today: this.#services.environment.clock.wallTime(),
        constraints: { keep },
        outages,
        ...requests,
      });
      this.#post({ type: 'simulation', view: simulationView(this.#shown) });
    } catch (error) {
      const { message, hint } = toPolypromptError(error);
      this.#post({ type: 'problem', problem: `${message} ${hint}` });
    }
  }

  /** Edits `polyprompt.yaml` in a way that can be looked at and undone. What the route learnt is stored beside it. */
  async #adopt(number: number): Promise<void> {
    const proposal = this.#shown?.proposals?.proposals[number - 1];
    const route = proposal?.candidate?.route;
    if (route?.kind !== 'cascade' && route?.kind !== 'cost') return;
    const file = vscode.Uri.joinPath(vscode.Uri.file(projectFolder(this.#suite)), projectFileName);
    const before = await textOf(file);
    const isFree = (text: string) => freeRouteName(before, text) === text;
    const name = await askText({
      title: 'Add Route to polyprompt.yaml',
      prompt: 'Name of the route: route:NAME then stands wherever a model does',
      value: freeRouteName(before, route.kind === 'cost' ? 'cheap' : 'careful'),
      validateInput: (text) => {
        if (!/^[\w.-]+$/.test(text)) return 'Use letters, digits, dots, "-" and "_".';
        return isFree(text) ? undefined : `There is a route "${text}" already.`;
      },
    });
    if (name === undefined) return;
    const document = await openOrCreate(file);
    const edit = new vscode.WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.replace(file, new vscode.Range(0, 0, end.line, end.character), addRoute(document.getText(), name, route));
    await vscode.workspace.applyEdit(edit);
    if (proposal?.measured) keepMeasured(this.#services.storageFor(this.#suite), name, proposal.measured);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  }

  #post(message: RoutesHostMessage): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** The text as it is in the editor, saved or not; empty where there is no file. */
async function textOf(file: vscode.Uri): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(file)).getText();
  } catch {
    return '';
  }
}

async function openOrCreate(file: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(file);
  } catch {
    await vscode.workspace.fs.writeFile(file, new Uint8Array());
    return vscode.workspace.openTextDocument(file);
  }
}
