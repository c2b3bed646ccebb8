import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

interface IconButton {
  readonly icon: string;
  readonly label: string;
  /** True while a button that can stay pressed is pressed; absent for other buttons. */
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

/** A button as in the title bar of an editor: an icon with a tooltip. */
export function iconButton({ icon: name, label, isPressed, onClick }: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="action"
    title=${label}
    aria-label=${label}
    aria-pressed=${isPressed === undefined ? nothing : `${isPressed}`}
    @click=${onClick}
  >
    ${icon(name)}
  </button>`;
}
