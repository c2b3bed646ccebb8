import { html, nothing, type TemplateResult } from 'lit';
import type { AmbiguousView, MappingView } from '../../../core/cases/page/importPage.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { marked } from '../../panel/view/marked.ts';
import type { ImportContext } from '../state/importContext.ts';

/** What was read and left out, the columns of tables, and calls that a person has to look at. */
export function readSection(context: ImportContext): TemplateResult | typeof nothing {
  const { report, mapping, ambiguous, others } = context.page;
  if (report.length === 0) return nothing;
  return html`<section class="cases-section" aria-label="What was read">
    <h3>What was read</h3>
    <ul>${report.map((line) => html`<li>${marked(line)}</li>`)}</ul>
    ${mapping ? mappingView(context, mapping) : nothing} ${ambiguous.length > 0 ? ambiguousList(context, ambiguous) : nothing}
    ${
      others.length === 0
        ? nothing
        : html`<details><summary>Calls of another prompt, such as</summary>
            <ul>${others.map((text) => html`<li class="cases-text" dir="auto">${marked(text)}</li>`)}</ul></details>`
    }
  </section>`;
}

function mappingView({ rows }: ImportContext, { columns, variables }: MappingView): TemplateResult {
  return html`<fieldset class="cases-mapping">
    <legend>Which column holds which variable</legend>
    ${variables.map(
      ({ name, isNeeded, column }) =>
        html`<label>${name}${isNeeded ? '' : ' (may be missing)'}
          <select @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLSelectElement && rows({ type: 'map-column', variable: name, column: currentTarget.value })}>
            <option value="" .selected=${column === ''}>none</option>
            ${columns.map((other) => html`<option value=${other} .selected=${other === column}>${other}</option>`)}
          </select>
        </label>`,
    )}
  </fieldset>`;
}

function ambiguousList({ rows }: ImportContext, all: readonly AmbiguousView[]): TemplateResult {
  const open = all.filter(({ chosen }) => chosen === null).length;
  return html`<details class="cases-ambiguous" open>
    <summary>Calls that fit in several ways: ${formatCount(open)} ${open === 1 ? 'is' : 'are'} left out until you say how ${open === 1 ? 'it is' : 'they are'} meant</summary>
    ${all.map(
      ({ choices, chosen }, call) =>
        html`<fieldset>
          <legend>Call ${call + 1}</legend>
          ${choices.map(
            (text, choice) =>
              html`<label><input type="radio" name=${`call-${call}`} .checked=${choice === chosen} @change=${() => rows({ type: 'resolve', call, choice })} /><span class="cases-text" dir="auto">${marked(text)}</span></label>`,
          )}
          <label><input type="radio" name=${`call-${call}`} .checked=${chosen === null} @change=${() => rows({ type: 'resolve', call, choice: null })} /><span>Leave it out</span></label>
        </fieldset>`,
    )}
  </details>`;
}
