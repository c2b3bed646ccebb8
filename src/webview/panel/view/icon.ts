import { html, type TemplateResult } from 'lit';

/** A codicon as decoration. Its meaning is said in words beside it or in the control's label. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
