import * as vscode from 'vscode';
import { hasBatchEngine } from '../../core/batch/batchDesk.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { ImproveOptions, ImproveSetup } from '../../core/improve/improvePage.ts';
import { improvePlan } from '../../core/improve/improvePlan.ts';
import { planText } from '../../core/improve/improveText.ts';
import { improveView } from '../../core/improve/improveView.ts';
import { caseName } from '../../core/plan/caseName.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import type { ImproveHostMessage, ImproveIntent } from '../../protocol.ts';
import { performAction, runGuarded } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { projectFolder } from '../editor/editorFiles.ts';
import { NumberedPanel } from '../editor/numberedPanel.ts';
import { pickModels } from '../services/pickModels.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
import { parseImproveMessage } from './improveMessages.ts';
import { improvableOf, outlookOf, type Wish } from './improveOutlook.ts';
import { resumeImprovement, startImprovement } from './startImprovement.ts';
import { acceptPort, acceptWording, type OfferedWording, takeParts } from './takeWording.ts';

const page = { element: 'polyprompt-improve', script: 'results.js', styles: ['panel.css'] } as const;
/** Milliseconds between two messages while a run goes on. */
const batchMs = 200;
const usualCalls = 300;

/** What is to be done besides improving the prompt where it is. */
type Aim = Pick<Wish, 'to' | 'judge'>;

/** The page of an improvement beside the editor: before it begins, while it goes on, and what it came to. */
export class ImprovePanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #suite: vscode.Uri;
  readonly #panel: NumberedPanel<ImproveHostMessage>;
  #options: ImproveOptions | undefined;
  /** The new model of a port, or the judge whose rubric is improved. */
  #aim: Aim = {};
  /** True while the page asks what to do, although there is an earlier run. */
  #beginsAnew = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Services, suite: vscode.Uri, panel: vscode.WebviewPanel) {
    this.#services = services;
    this.#suite = suite;
    this.#panel = new NumberedPanel(panel, {
      context: services.context,
      page,
      receive: (raw) => this.#receive(raw),
      becomeVisible: () => this.#sendSoon(0),
    });
    const { held } = this.#panel;
    const ours = (uri: vscode.Uri) => uri.toString() === suite.toString();
    held.add({ dispose: () => clearTimeout(this.#timer) });
    held.add(services.improvements.onDidHappen(({ prompt }) => ours(prompt) && this.#sendSoon(batchMs)));
    held.add(services.suites.onDidChange((uri) => ours(uri) && this.#sendSoon(batchMs)));
    held.add(services.onDidChangeModels(() => this.#sendSoon(batchMs)));
    held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#sendSoon(0)));
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Shows what would be done: the prompt improved where it is, or ported to another model, or a judge's rubric improved. */
  ask(aim: Aim): void {
    this.#panel.reveal();
    this.#aim = aim;
    this.#beginsAnew = this.#current?.isRunning !== true;
    this.#sendSoon(0);
  }

  /** Shows a stored improvement. */
  show(): void {
    this.#panel.reveal();
    this.#beginsAnew = false;
    this.#sendSoon(0);
  }

  get #current(): RunSession | undefined {
    return this.#services.improvements.get(this.#suite).current;
  }

  #receive(raw: unknown): void {
    const message = parseImproveMessage(raw);
    if (!message) return;
    if (message.type === 'ready') {
      this.#panel.isReady = true;
      this.#sendSoon(0);
    } else runGuarded(this.#suite, () => this.#carryOut(message));
  }

  async #carryOut(intent: ImproveIntent): Promise<void> {
    const wish = await this.#wish();
    switch (intent.type) {
      case 'start':
        this.#beginsAnew = (await startImprovement(this.#services, wish)) === undefined;
        return this.#sendSoon(0);
      case 'stop':
        return this.#current?.stop();
      case 'resume':
        return resumeImprovement(this.#services, wish, this.#current?.runId ?? '');
      case 'begin-anew':
        this.#beginsAnew = true;
        return this.#sendSoon(0);
      case 'choose-reflect':
        return this.#chooseReflect(wish);
      case 'set-options':
        this.#options = intent.options;
        return this.#sendSoon(0);
      case 'open-diff':
        return this.#openDiff(intent.wording);
      case 'accept':
        return this.#accept(wish, intent.wording);
      case 'take-parts':
        return takeParts(this.#offered(intent.wording));
      case 'show-case':
        await vscode.commands.executeCommand(commands.showCase, {
          suite: this.#suite.toString(),
          caseId: intent.caseId,
        });
        return;
      case 'error-action':
        return performAction(intent.action, { prompt: this.#suite });
    }
  }

  async #chooseReflect({ options }: Wish): Promise<void> {
    const title = 'Choose the Reflecting Model';
    const [reflect] =
      (await pickModels(this.#services, { title, chosen: [options.reflect], prompt: this.#suite })) ?? [];
    if (reflect !== undefined) this.#options = { ...options, reflect };
    this.#sendSoon(0);
  }

  #openDiff(wording: number): Promise<void> {
    const offered = this.#offered(wording);
    return this.#services.answers.openBesideFile(offered.file, {
      name: `${offered.file.path.split('/').at(-1) ?? 'prompt'} (proposed)`,
      text: offered.wording.text,
    });
  }

  async #accept(wish: Wish, wording: number): Promise<void> {
    const offered = this.#offered(wording);
    const { port, target } = offered.head;
    if (!port) return acceptWording(offered);
    const improvable = await improvableOf(this.#services, {
      ...wish,
      options: { ...wish.options, target: port.from },
      to: target,
    });
    return acceptPort(projectFolder(this.#suite), improvable, offered);
  }

  /** A wording that was judged or offered, and the file that it belongs into. */
  #offered(number: number): OfferedWording {
    const { improve: head, improvement } = this.#current?.state ?? {};
    const { finalists = [], offered } = improvement?.result ?? {};
    const wordings = [...finalists.map(({ wording }) => wording), ...(offered ? [offered] : [])];
    const wording = wordings.find((each) => each.number === number);
    if (!head || !wording)
      throw new PolypromptError('internal', 'This edit is not there any more.', { hint: 'Begin anew.' });
    const file = vscode.Uri.joinPath(vscode.Uri.file(projectFolder(this.#suite)), head.file);
    return { file, head, wording };
  }

  async #wish(): Promise<Wish> {
    const open = await this.#services.suites.read(this.#suite);
    return { open, options: this.#optionsFor(open), ...this.#aim };
  }

  #optionsFor({ suite }: OpenSuite): ImproveOptions {
    const { targets } = suite;
    const known = targets.find(({ id }) => id === this.#options?.target) ?? targets[0];
    const usual = {
      reflect: suite.judge ?? known?.model ?? '',
      maxCalls: usualCalls,
      shorter: false,
      examples: 0,
      batch: false,
    };
    return { ...usual, ...this.#options, target: known?.id ?? '' };
  }

  #sendSoon(delay: number): void {
    if (this.#timer !== undefined && delay > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      runGuarded(this.#suite, () => this.#send());
    }, delay);
  }

  async #send(): Promise<void> {
    if (!this.#panel.isReady) return;
    const wish = await this.#wish();
    const run = this.#beginsAnew ? undefined : this.#current?.state;
    const view = run && improveView(run, nameIn(wish.open.suite));
    const setup = view ? this.#setup(wish) : { ...this.#setup(wish), ...(await this.#plan(wish)) };
    this.#panel.post({ type: 'improvement', setup, view: view ?? null });
  }

  #setup({ open, options, to, judge }: Wish): ImproveSetup {
    const file = open.suite.prompts[0]?.file?.split(/[\\/]/).at(-1) ?? open.name;
    return {
      suite: this.#suite.toString(),
      title:
        to !== undefined ? `Port ${file} to ${to}` : `Improve ${judge === undefined ? file : `the judge of ${judge}`}`,
      file,
      trusted: vscode.workspace.isTrusted,
      isPort: to !== undefined || (!this.#beginsAnew && this.#current?.state.improve?.port !== undefined),
      options,
      targets: open.suite.targets.map(({ id }) => id),
      canBatch: this.#canBatch(open.suite, to ?? options.target),
      plan: [],
      estimate: '',
    };
  }

  #canBatch({ targets }: Suite, asked: string): boolean {
    const model = targets.find(({ id }) => id === asked)?.model ?? asked;
    return hasBatchEngine(model, this.#services.registry());
  }

  async #plan(wish: Wish): Promise<Pick<ImproveSetup, 'plan' | 'estimate'> | Pick<ImproveSetup, 'problem'>> {
    try {
      const { head, estimate } = await outlookOf(this.#services, wish);
      const mended = (head.port?.mended ?? []).map((mend) => `Mended without a call: ${mend}.`);
      return { plan: [...mended, ...planText(improvePlan(head, estimate))], estimate: estimateText(estimate) };
    } catch (error) {
      return { problem: toPolypromptError(error).toRecord() };
    }
  }
}

function nameIn({ cases }: Suite): (caseId: string) => string | undefined {
  const names = new Map(cases.map((testCase) => [testCase.id, caseName(testCase)]));
  return (caseId) => names.get(caseId);
}

function estimateText({ money, simulated, unknown }: PlannedCost): string {
  if (unknown.length > 0) return `The price of ${unknown.join(', ')} is not known, so only calls are limited.`;
  return `${formatMoney(money.low)} to ${formatMoney(money.high)}, probably about ${formatMoney(money.expected)}${simulated ? ' simulated' : ''}.`;
}
