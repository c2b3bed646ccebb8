import { html, nothing, type TemplateResult } from 'lit';
import type { KindView, ValueView } from '../../../core/cases/page/importPage.ts';
import type { PersonalChoice } from '../../../core/privacy/personalChoices.ts';
import { isPhoneRegion, type PhoneRegion, phoneRegions } from '../../../core/privacy/phonePlans.ts';
import { counted, formatCount } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { ImportContext } from '../state/importContext.ts';

const labels = { replace: 'Replace', keep: 'Keep' } as const satisfies Readonly<Record<PersonalChoice, string>>;
const choices = ['replace', 'keep'] as const satisfies readonly PersonalChoice[];

/** What was found kind by kind, with its stand-ins, and the words that a person adds. It never says that there is none. */
export function personalSection(context: ImportContext): TemplateResult | typeof nothing {
  const { kinds, rowsTotal, mode } = context.page;
  if (rowsTotal === 0 && mode === 'import') return nothing;
  return html`<section class="cases-section" aria-label="Personal data">
    <h3>Personal data</h3>
    <p>${kinds.length === 0 ? 'None was found. ' : ''}Names and addresses are looked for where people write their own, in eight languages. What was not found may still be there: read the rows below.</p>
    ${kinds.map((kind) => kindView(context, kind))} ${wordForm(context)}
    ${mode === 'import' ? regionForm(context) : nothing}
  </section>`;
}

function kindView(context: ImportContext, kind: KindView): TemplateResult {
  const { name, isSure, places, total, values, choice } = kind;
  return html`<div class="cases-kind">
    <div class="cases-kind-head">
      <span class="cases-kind-name">${icon(choice === 'open' ? 'question' : choice === 'keep' ? 'eye' : 'shield')}${name}</span>
      <span class="quiet">${isSure ? 'sure' : 'suspected'} · ${formatCount(total)} in ${counted(places, 'place')}</span>
      ${toggle(choice, { of: `all of kind ${name}`, set: (wanted) => context.personal({ type: 'decide-kind', kind: kind.kind, choice: wanted }) })}
    </div>
    <details>
      <summary>${counted(total, 'value')} with ${total === 1 ? 'its stand-in' : 'their stand-ins'}</summary>
      <div class="cases-values-box" tabindex="0" role="region" aria-label=${`Values: ${name}`}>
      <table class="cases-values">
        <thead><tr><th scope="col">Found</th><th scope="col">Stand-in</th><th scope="col">What becomes of it</th></tr></thead>
        <tbody>${values.map((value) => valueRow(context, value))}</tbody>
      </table></div>
      ${total > values.length ? html`<p class="quiet">${formatCount(total - values.length)} more are treated in the same way.</p>` : nothing}
    </details>
  </div>`;
}

function valueRow({ personal }: ImportContext, { value, standIn, choice }: ValueView): TemplateResult {
  return html`<tr>
    <td class="cases-text" dir="auto">${marked(value)}</td>
    <td class="cases-text" dir="auto">${choice === 'keep' ? html`<span class="quiet">stays</span>` : marked(standIn)}</td>
    <td>${toggle(choice, { of: value, set: (wanted) => personal({ type: 'decide-value', value, choice: wanted }) })}</td>
  </tr>`;
}

/** Two buttons, of which one may be pressed. */
function toggle(
  choice: PersonalChoice | 'open',
  { of, set }: { readonly of: string; set(choice: PersonalChoice): void },
): TemplateResult {
  return html`<span class="cases-toggle" role="group" aria-label=${`What becomes of ${of}`}>
    ${choices.map(
      (wanted) =>
        html`<button type="button" class="cases-choice" aria-pressed=${choice === wanted ? 'true' : 'false'} @click=${() => set(wanted)}>${choice === wanted ? icon('check') : ''}${labels[wanted]}</button>`,
    )}
  </span>`;
}

function wordForm({ page, personal }: ImportContext): TemplateResult {
  const add = (event: Event) => {
    const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector('input') : null;
    event.preventDefault();
    if (!field || field.value.trim() === '') return;
    personal({ type: 'add-word', word: field.value });
    field.value = '';
  };
  const onKey = (event: KeyboardEvent) => event.key === 'Enter' && add(event);
  return html`<div class="cases-words">
    <label @keydown=${onKey}>Replace this word too <input type="text" name="word" autocomplete="off" placeholder="a name, a product, a place" /></label>
    ${page.words.map(
      (word) =>
        html`<button type="button" class="cases-word" aria-label=${`Do not replace the word ${word} any more`} title="Takes the word off the list" @click=${() => personal({ type: 'remove-word', word })}>${marked(word)} ${icon('close')}</button>`,
    )}
  </div>`;
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

function nameOf(region: PhoneRegion): string {
  return regionNames.of(region) ?? region;
}

/** Where people live, so that their phone numbers are known without a word beside them. */
function regionForm({ page, personal }: ImportContext): TemplateResult {
  const add = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLSelectElement) || !isPhoneRegion(currentTarget.value)) return;
    personal({ type: 'add-region', region: currentTarget.value });
    currentTarget.value = '';
  };
  const others = phoneRegions.filter((region) => !page.regions.includes(region));
  return html`<div class="cases-words">
    <label>Look for phone numbers of <select @change=${add}>
      <option value="">${page.regions.length === 0 ? 'the language of the text' : 'a further country'}</option>
      ${others.map((region) => html`<option value=${region}>${nameOf(region)}</option>`)}
    </select></label>
    ${page.regions.map(
      (region) =>
        html`<button type="button" class="cases-word" aria-label=${`Do not look for phone numbers of ${nameOf(region)} any more`} title="Takes the country off the list" @click=${() => personal({ type: 'remove-region', region })}>${nameOf(region)} ${icon('close')}</button>`,
    )}
  </div>`;
}
