import { html, nothing, type TemplateResult } from 'lit';
import type { FormField } from '../../../protocol.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { readInput, typedInputs, writeInput } from '../state/inputDrafts.ts';
import { fieldControl, isWide } from './fieldControl.ts';

/** Characters of a value in the folded line; the edge of the panel cuts the rest. */
const lineLength = 200;

/** One control per variable of the prompt, typed by its schema. A value goes to the host as soon as it is valid. */
export function inputForm(context: CompareContext): TemplateResult | typeof nothing {
  const { state, preferences } = context;
  const fields = state.setup?.fields ?? [];
  if (fields.length === 0) return nothing;
  return html`${inputsLine(context)}<section id="inputs" class="inputs" aria-label="Inputs" ?hidden=${!preferences.inputsShown}>
    ${fields.map((field, index) => formRow(context, field, `input-${index}`))}
  </section>`;
}

/** The inputs in one line, which unfolds them. */
function inputsLine({ state, preferences, prefer }: CompareContext): TemplateResult {
  const isShown = preferences.inputsShown;
  const values = (state.setup?.fields ?? []).map(({ name }) => ({ name, value: state.setup?.inputs[name] }));
  return html`<button
    type="button"
    class="inputs-line"
    aria-expanded=${`${isShown}`}
    aria-controls="inputs"
    @click=${() => prefer({ inputsShown: !isShown })}
  >
    ${icon(isShown ? 'chevron-down' : 'chevron-right')}<span>Inputs</span>${
      isShown
        ? nothing
        : values.map(
            ({ name, value }) =>
              html`<span class="input-value"><span class="quiet">${marked(name)}</span> <bdi>${marked(beginning(writeInput(value)))}</bdi></span>`,
          )
    }
  </button>`;
}

function beginning(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > lineLength ? `${line.slice(0, lineLength)}…` : line;
}

function formRow(context: CompareContext, field: FormField, id: string): TemplateResult {
  const message = complaint(context, field);
  return html`<div class="field ${isWide(field) ? 'wide' : 'narrow'}">
    <label for=${id} title=${field.description ?? ''}
      >${marked(field.name)}${field.required ? html`<span class="required"> required</span>` : nothing}</label
    >
    ${control(context, field, id)}
    <span class="complaint" id="${id}-complaint">${message === '' ? nothing : html`${icon('error')}${message}`}</span>
  </div>`;
}

function complaint({ state, preferences, areMissingShown }: CompareContext, field: FormField): string {
  const draft = preferences.drafts[field.name];
  const read = draft === undefined ? undefined : readInput(field, draft);
  if (read?.type === 'invalid') return read.message;
  return areMissingShown && state.setup?.missing.includes(field.name) ? 'Fill this in to run.' : '';
}

function control(context: CompareContext, field: FormField, id: string): TemplateResult {
  const { state, preferences } = context;
  const text = preferences.drafts[field.name] ?? writeInput(state.setup?.inputs[field.name]);
  const isInvalid = complaint(context, field) !== '';
  return fieldControl({ id, field, text, isInvalid, take: (typed) => takeInput(context, field, typed) });
}

/** Everything typed so far is sent, because the host may not have answered to the previous field yet. */
function takeInput({ state, preferences, post, prefer }: CompareContext, field: FormField, text: string): void {
  const drafts = { ...preferences.drafts, [field.name]: text };
  prefer({ drafts });
  if (!state.setup || readInput(field, text).type === 'invalid') return;
  post({ type: 'set-inputs', inputs: typedInputs(state.setup, drafts) });
}
