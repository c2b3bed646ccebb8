import { html, nothing, type TemplateResult } from 'lit';
import type { ImproveOptions } from '../../../protocol.ts';
import { marked } from '../../panel/view/marked.ts';
import type { ImproveContext } from '../state/improveContext.ts';

/** The choices before it begins. Each goes to the host at once, which answers with what would be done then. */
export function optionsForm(context: ImproveContext): TemplateResult {
  const { setup, post } = context;
  const { options, targets, isPort } = setup;
  const set = (change: Partial<ImproveOptions>) => post({ type: 'set-options', options: { ...options, ...change } });
  return html`<section class="improve-options" aria-label="Options">
    <label>${isPort ? 'From' : 'Model of the prompt'}
      <select @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLSelectElement && set({ target: currentTarget.value })}>
        ${targets.map((target) => html`<option value=${target} .selected=${target === options.target}>${target}</option>`)}
      </select>
    </label>
    <span class="improve-option">Reflecting model
      <button type="button" class="link" title="Chooses the model that proposes edits" @click=${() => post({ type: 'choose-reflect' })}>${marked(options.reflect)}</button>
    </span>
    <label>Calls at most <input type="number" min="1" max="100000" name="calls" .value=${`${options.maxCalls}`} @change=${(event: Event) => setNumber(event, (maxCalls) => maxCalls !== undefined && set({ maxCalls: Math.round(maxCalls) }))} /></label>
    <label>USD at most <input type="number" min="0" step="0.01" name="cost" placeholder="no limit" .value=${`${options.maxCost ?? ''}`} @change=${(event: Event) => setNumber(event, (maxCost) => post({ type: 'set-options', options: withCost(options, maxCost) }))} /></label>
    ${
      isPort
        ? nothing
        : html`<label><input type="checkbox" .checked=${options.shorter} @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && set({ shorter: currentTarget.checked })} /> Shorter at equal quality</label>`
    }
  </section>`;
}

/** Gives the number of a field; undefined where it is empty or no number above zero. */
function setNumber({ currentTarget }: Event, take: (value: number | undefined) => void): void {
  if (!(currentTarget instanceof HTMLInputElement)) return;
  const value = Number(currentTarget.value);
  take(currentTarget.value.trim() !== '' && value > 0 ? value : undefined);
}

function withCost({ maxCost: _before, ...options }: ImproveOptions, maxCost: number | undefined): ImproveOptions {
  return maxCost === undefined ? options : { ...options, maxCost };
}
