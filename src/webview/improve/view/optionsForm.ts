import { html, nothing, type TemplateResult } from 'lit';
import type { ImproveOptions } from '../../../core/improve/improvePage.ts';
import { mostExamples } from '../../../core/run/improveHead.ts';
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
    <label title="Rows to work on that may become examples in the prompt, word for word">Examples at most <input type="number" min="0" max=${mostExamples} step="1" name="examples" ?disabled=${options.shorter} .value=${`${options.examples}`} @change=${(event: Event) => setNumber(event, (examples = 0) => set({ examples: Math.min(mostExamples, Math.round(examples)) }))} /></label>
    ${
      isPort
        ? nothing
        : html`<label title="A figure to raise in place of the pass rate: recall(CLASS) or accuracy(FIELD)">Aim at <input type="text" name="aim" placeholder="pass rate" ?disabled=${options.shorter} .value=${options.aim ?? ''} @change=${(event: Event) => post({ type: 'set-options', options: withAim(options, event) })} /></label>
    <label><input type="checkbox" .checked=${options.shorter} @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && set({ shorter: currentTarget.checked })} /> Shorter at equal quality</label>`
    }
    ${
      setup.canBatch
        ? html`<label title="About half the price for these rows, and an answer within a day"><input type="checkbox" name="batch" .checked=${options.batch} @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && set({ batch: currentTarget.checked })} /> Held-out rows by batch jobs</label>`
        : nothing
    }
  </section>`;
}

/** Gives the number of a field; undefined where it is empty or no number above zero. */
function setNumber({ currentTarget }: Event, take: (value: number | undefined) => void): void {
  if (!(currentTarget instanceof HTMLInputElement)) return;
  const value = Number(currentTarget.value);
  take(currentTarget.value.trim() !== '' && value > 0 ? value : undefined);
}

function withAim({ aim: _before, ...options }: ImproveOptions, { currentTarget }: Event): ImproveOptions {
  const aim = currentTarget instanceof HTMLInputElement ? currentTarget.value.trim() : '';
  return aim === '' ? options : { ...options, aim };
}

function withCost({ maxCost: _before, ...options }: ImproveOptions, maxCost: number | undefined): ImproveOptions {
  return maxCost === undefined ? options : { ...options, maxCost };
}
