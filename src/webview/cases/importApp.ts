import { html, nothing, type TemplateResult } from 'lit';
import type { ImportHostMessage, ImportMessage } from '../../protocol.ts';
import type { Host } from '../panel/host.ts';
import { RunView } from '../panel/runView.ts';
import { errorNotice } from '../panel/view/errorNotice.ts';
import type { ImportContext } from './state/importContext.ts';
import { importHead } from './view/importHead.ts';
import { personalSection } from './view/personalSection.ts';
import { readSection } from './view/readSection.ts';
import { rowList } from './view/rowList.ts';
import { sampleSection } from './view/sampleSection.ts';
import { targetSection } from './view/targetSection.ts';

/** The page between a file and the repository. It keeps nothing of what it shows, so it has no arrangement either. */
export class ImportApp extends RunView<ImportMessage, object> {
  #shown: ImportHostMessage | undefined;

  constructor() {
    super({}, 1000);
  }

  /** Starts the conversation with the host; called once. */
  connect(host: Host<ImportMessage>): void {
    this.host = host;
    host.post({ type: 'ready' });
  }

  take(message: ImportHostMessage): void {
    if (this.#shown && message.seq <= this.#shown.seq) return;
    const before = this.#shown?.page;
    this.#shown = message;
    const { reading, report, obstacle } = message.page;
    if (before?.reading && !reading)
      this.announce([...report.slice(0, 2), obstacle].filter((sentence) => sentence !== ''));
    this.draw();
  }

  protected override render(): TemplateResult {
    if (!this.#shown) return html`<p class="waiting" role="status">Reading the files...</p>`;
    const { page } = this.#shown;
    const post = (message: ImportMessage) => this.host?.post(message);
    const context: ImportContext = {
      page,
      post,
      rows: (wish) => post({ type: 'rows', wish }),
      personal: (wish) => post({ type: 'personal', wish }),
    };
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
      ${importHead(context)} ${this.#notice(context)} ${readSection(context)}
      ${sampleSection(context)} ${personalSection(context)} ${targetSection(context)} ${rowList(page)}`;
  }

  #notice({ page: { problem }, post }: ImportContext): TemplateResult | typeof nothing {
    if (!problem) return nothing;
    return html`<div class="banner">
      ${errorNotice({ error: problem, post: (intent) => intent.type === 'error-action' && post({ type: 'error-action', action: intent.action }) })}
    </div>`;
  }
}

customElements.define('polyprompt-cases', ImportApp);
