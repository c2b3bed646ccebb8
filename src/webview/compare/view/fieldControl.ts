import { html, type TemplateResult } from 'lit';
import type { FormField } from '../../../protocol.ts';
import { writeInput } from '../state/inputDrafts.ts';

/** A field with what is typed into it. Its complaint stands in the element with the id `ID-complaint`. */
interface FieldControl {
  readonly id: string;
  readonly field: FormField;
  readonly text: string;
  readonly isInvalid: boolean;
  take(text: string): void;
}

/** True for a field that takes a text of any length. */
export function isWide({ type, options }: FormField): boolean {
  return !options && (type === 'string' || type === 'any' || type === 'object' || type === 'array');
}

/** The control for a value of the field's type. */
export function fieldControl(control: FieldControl): TemplateResult {
  const { id, field, text, isInvalid } = control;
  const take = (event: Event) => control.take(textOf(event));
  if (field.options) return choice(control, take);
  switch (field.type) {
    case 'boolean':
      return html`<input id=${id} type="checkbox" .checked=${text === 'true'} @change=${take} />`;
    case 'number':
    case 'integer':
      return html`<input
        id=${id}
        type="text"
        inputmode="decimal"
        dir="auto"
        aria-invalid=${`${isInvalid}`}
        aria-describedby="${id}-complaint"
        .value=${text}
        @input=${take}
      />`;
    case 'string':
    case 'any':
    case 'object':
    case 'array':
      return html`<textarea
        id=${id}
        rows="1"
        dir="auto"
        class=${field.type === 'object' || field.type === 'array' ? 'code' : ''}
        spellcheck="false"
        aria-invalid=${`${isInvalid}`}
        aria-describedby="${id}-complaint"
        placeholder=${field.description ?? ''}
        .value=${text}
        @input=${take}
      ></textarea>`;
  }
}

function choice({ id, field, text, isInvalid }: FieldControl, take: (event: Event) => void): TemplateResult {
  const options = (field.options ?? []).map(writeInput);
  return html`<select id=${id} aria-invalid=${`${isInvalid}`} aria-describedby="${id}-complaint" @change=${take}>
    <option value="" ?selected=${!options.includes(text)}></option>
    ${options.map((option) => html`<option value=${option} ?selected=${option === text}>${option}</option>`)}
  </select>`;
}

function textOf({ currentTarget }: Event): string {
  if (currentTarget instanceof HTMLInputElement && currentTarget.type === 'checkbox') return `${currentTarget.checked}`;
  const isField =
    currentTarget instanceof HTMLInputElement ||
    currentTarget instanceof HTMLTextAreaElement ||
    currentTarget instanceof HTMLSelectElement;
  return isField ? currentTarget.value : '';
}
