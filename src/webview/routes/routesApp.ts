import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SimulationView } from '../../core/simulation/simulationView.ts';
import type { RoutesHostMessage, RoutesMessage } from '../../protocol.ts';
import type { Host } from '../panel/host.ts';
import { chartLayout } from './chartLayout.ts';
import { paretoChart } from './paretoChart.ts';

/** The page about routes: a chart of quality against cost, the same as a table, and what is proposed. */
export class RoutesApp extends LitElement {
  #host: Host<RoutesMessage> | undefined;
  #view: SimulationView | undefined;
  #problem = '';
  #isReport = false;
  #isBusy = false;
  #active = 0;
  #width = 720;
  readonly #canvas = document.createElement('canvas');
  readonly #resized = new ResizeObserver(() => this.#measure());

  /** Starts the conversation with the host; called once. */
  connect(host: Host<RoutesMessage>): void {
    this.#host = host;
    this.#resized.observe(this);
    host.post({ type: 'ready' });
  }

  /** True for a report, which can only be looked at. */
  show(view: SimulationView): void {
    this.#isReport = true;
    this.#view = view;
    this.#resized.observe(this);
    this.requestUpdate();
  }

  take(message: RoutesHostMessage): void {
    if (message.type === 'simulation') {
      this.#view = message.view;
      this.#problem = '';
    } else this.#problem = message.problem;
    this.#isBusy = false;
    this.#active = Math.min(this.#active, Math.max(0, (this.#view?.points.length ?? 1) - 1));
    this.requestUpdate();
  }

  /** Handles a key that was pressed outside of every field. */
  press(event: KeyboardEvent): void {
    if (event.key === 't' || event.key === 'T') this.querySelector<HTMLElement>('.target-table')?.focus();
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') this.#move(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') this.#move(-1);
    else return;
    event.preventDefault();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const view = this.#view;
    if (!view)
      return html`<p class="waiting" role="status">${this.#problem === '' ? 'Replaying the run...' : this.#problem}</p>`;
    return html`<header class="routes-title">
        <h2>${view.title}</h2>
        ${this.#isReport ? nothing : this.#outageForm()}
      </header>
      ${this.#problem === '' ? nothing : html`<p class="problem" role="alert">${this.#problem}</p>`}
      ${this.#proposals(view)} ${this.#chart(view)} ${table(view)} ${waysTable(view)}
      ${view.notes.length === 0 ? nothing : html`<ul class="notes">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`}`;
  }

  #chart(view: SimulationView): TemplateResult {
    const layout = chartLayout(view.points, this.#width, (text) => this.#widthOf(text));
    if (!layout)
      return html`<p class="quiet no-chart">No point has both a known cost and a graded row: see the table.</p>`;
    const focus = (index: number) => {
      this.#active = index;
      this.requestUpdate();
    };
    return html`<div class="chart">${paretoChart(layout, { active: this.#active, focus })}</div>`;
  }

  #proposals(view: SimulationView): TemplateResult {
    const { proposed, remarks } = view;
    return html`<section class="proposals" aria-label="Proposals">
      <h3>Proposals</h3>
      ${
        proposed.length === 0
          ? nothing
          : html`<ol>
            ${proposed.map(
              ({ number, description, canBeAdopted }) =>
                html`<li>
                  ${description}
                  ${
                    canBeAdopted && !this.#isReport
                      ? html`<button class="link" @click=${() => this.#host?.post({ type: 'adopt', proposal: number })}>Add to polyprompt.yaml</button>`
                      : nothing
                  }
                </li>`,
            )}
          </ol>`
      }
      ${remarks.map((remark) => html`<p class="quiet">${remark}</p>`)}
    </section>`;
  }

  #outageForm(): TemplateResult {
    const onEnter = ({ key }: KeyboardEvent) => key === 'Enter' && this.#simulate();
    return html`<div class="outages" role="group" aria-label="Simulation" @keydown=${onEnter}>
      <label>Outages <input name="outages" placeholder="openai=down:10%, google=slow:5%" spellcheck="false" /></label>
      <label>Requests <input name="requests" type="number" min="1" max="1000000" placeholder="one per row" /></label>
      <label>Keep <input name="keep" type="number" min="1" max="100" value="95" /> % of the best pass rate</label>
      <label><input name="prices" type="checkbox" /> At today's prices</label>
      <button ?disabled=${this.#isBusy} @click=${() => this.#simulate()}>${this.#isBusy ? 'Simulating...' : 'Simulate'}</button>
    </div>`;
  }

  /** The inputs are not in a form, because a panel's page may not send any. */
  #simulate(): void {
    const text = (name: string) => this.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value.trim() ?? '';
    const requests = Number(text('requests'));
    this.#isBusy = true;
    this.#host?.post({
      type: 'simulate',
      outages: text('outages')
        .split(/[,\s]+/)
        .filter(Boolean),
      keep: (Number(text('keep')) || 95) / 100,
      ...(requests > 0 ? { requests } : {}),
      ...(this.querySelector<HTMLInputElement>('input[name="prices"]')?.checked ? { atTodaysPrices: true } : {}),
    });
    this.requestUpdate();
  }

  #move(step: number): void {
    const points = [...this.querySelectorAll<SVGElement>('.point')];
    if (points.length === 0) return;
    const isInChart = points.some((point) => point === document.activeElement);
    this.#active = isInChart ? (this.#active + step + points.length) % points.length : this.#active;
    points[this.#active]?.focus();
  }

  /** The width of a name in the chart in pixels, in the font that the editor has. */
  #widthOf(text: string): number {
    const context = this.#canvas.getContext('2d');
    if (!context) return text.length * 7;
    const { fontFamily, letterSpacing } = getComputedStyle(this);
    context.font = `600 12px ${fontFamily}`;
    context.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing;
    return context.measureText(text).width;
  }

  #measure(): void {
    const width = Math.max(320, Math.min(1100, this.clientWidth - 24));
    if (width === this.#width) return;
    this.#width = width;
    this.requestUpdate();
  }
}

/** A table of how well each way tells requests apart. */
function waysTable({ ways, confusions }: SimulationView): TemplateResult | typeof nothing {
  if (!ways && confusions.length === 0) return nothing;
  return html`<section class="ways" aria-label="Requests told apart">
    <h3>Requests told apart</h3>
    ${
      ways
        ? html`<div class="table-scroll">
          <table class="way-table">
            <caption class="visually-hidden">Ways of telling requests apart</caption>
            <thead>
              <tr>${ways.columns.map((title) => html`<th scope="col">${title}</th>`)}</tr>
            </thead>
            <tbody>${ways.rows.map((figures) => html`<tr>${figures.map(figureCell)}</tr>`)}</tbody>
          </table>
        </div>
        <p class="quiet">Measured on rows that were not learnt from.</p>`
        : nothing
    }
    ${confusions.map((sentence) => html`<p class="quiet">${sentence}</p>`)}
  </section>`;
}

/** The first figure of a line is its name. */
function figureCell(figure: string, column: number): TemplateResult {
  return column === 0 ? html`<th scope="row">${figure}</th>` : html`<td>${figure}</td>`;
}

/** A table with the same figures as the chart. */
function table({ columns, points }: SimulationView): TemplateResult {
  return html`<div class="table-scroll">
    <table class="target-table" tabindex="-1">
      <caption class="visually-hidden">Models and routes</caption>
      <thead>
        <tr>${columns.map((title) => html`<th scope="col">${title}</th>`)}</tr>
      </thead>
      <tbody>
        ${points.map(
          ({ figures, isOnFront }) =>
            html`<tr class=${isOnFront ? 'on-front' : ''}>
              ${figures.map(figureCell)}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">Bold: nothing else here is both better and cheaper.</p>
  </div>`;
}

customElements.define('polyprompt-routes', RoutesApp);
