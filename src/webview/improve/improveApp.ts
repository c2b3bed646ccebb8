import { html, nothing, type TemplateResult } from 'lit';
import { PolypromptError } from '../../core/errors.ts';
import type { ImproveSetup } from '../../core/improve/improvePage.ts';
import type { ImproveHostMessage, ImproveMessage } from '../../protocol.ts';
import type { Host } from '../panel/host.ts';
import { RunView } from '../panel/runView.ts';
import { errorNotice } from '../panel/view/errorNotice.ts';
import { announcementOf } from './state/announcement.ts';
import type { ImproveContext } from './state/improveContext.ts';
import { improveHead } from './view/improveHead.ts';
import { optionsForm } from './view/optionsForm.ts';
import { planList } from './view/planList.ts';
import { proposalList } from './view/proposalList.ts';
import { resultView } from './view/resultView.ts';

/** What the editor keeps of the page, so that a reloaded window finds the suite again. */
interface Kept {
  readonly suite: string;
}

/** The page of an improvement: what it would do, how it goes on, and what it came to. */
export class ImproveApp extends RunView<ImproveMessage, Kept> {
  #shown: ImproveHostMessage | undefined;

  constructor() {
    super({ suite: '' }, 1000);
  }

  /** Starts the conversation with the host; called once. */
  connect(host: Host<ImproveMessage>): void {
    this.host = host;
    host.post({ type: 'ready' });
  }

  take(message: ImproveHostMessage): void {
    if (this.#shown && message.seq <= this.#shown.seq) return;
    const before = this.#shown?.view;
    this.#shown = message;
    if (message.setup.suite !== this.preferences.suite) this.prefer({ suite: message.setup.suite });
    if (before) this.announce(announcementOf(before, message.view));
    this.draw();
  }

  protected override render(): TemplateResult {
    if (!this.#shown) return html`<p class="waiting" role="status">Reading the suite...</p>`;
    const { setup, view } = this.#shown;
    const context: ImproveContext = { setup, view, post: (message) => this.host?.post(message) };
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
      ${improveHead(context)} ${this.#notice(setup)}
      ${view ? nothing : optionsForm(context)} ${planList(context)}
      ${view?.result ? resultView(context, view) : nothing} ${view ? proposalList(view) : nothing}`;
  }

  #notice({ problem, trusted }: ImproveSetup): TemplateResult | typeof nothing {
    const post = (message: ImproveMessage) => this.host?.post(message);
    const refusal = () =>
      new PolypromptError('untrusted-workspace', 'This workspace is not trusted, so no prompt is sent.').toRecord();
    const error = trusted ? problem : refusal();
    if (!error) return nothing;
    return html`<div class="banner">
      ${errorNotice({ error, post: (intent) => intent.type === 'error-action' && post({ type: 'error-action', action: intent.action }) })}
    </div>`;
  }
}

customElements.define('polyprompt-improve', ImproveApp);
