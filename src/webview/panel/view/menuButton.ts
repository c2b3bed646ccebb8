import { html, nothing, type TemplateResult } from 'lit';

export interface MenuItem {
  readonly label: string;
  readonly key?: string;
  readonly startsGroup?: boolean;
  readonly isOffered: boolean;
  readonly choose: () => void;
}

export interface MenuButton {
  /** The content of the button. */
  readonly face: TemplateResult;
  readonly title: string;
  readonly label: string;
  readonly menuLabel: string;
  readonly isOpen: boolean;
  readonly items: readonly MenuItem[];
  show(isShown: boolean): void;
}

/** A button with a menu. Arrow keys and Escape work in it, and the focus comes back to the button. */
export function menuButton(button: MenuButton): TemplateResult {
  const { face, title, label, isOpen, show } = button;
  return html`<div class="menu-anchor" @keydown=${(event: KeyboardEvent) => handleMenuKey(event, button)}>
    <button
      type="button"
      class="action menu-button"
      title=${title}
      aria-label=${label}
      aria-haspopup="menu"
      aria-expanded=${`${isOpen}`}
      @click=${() => show(!isOpen)}
    >
      ${face}
    </button>
    ${isOpen ? menu(button) : nothing}
  </div>`;
}

function menu(button: MenuButton): TemplateResult {
  return html`<div class="menu" role="menu" aria-label=${button.menuLabel}>
    ${button.items.filter((item) => item.isOffered).map((item) => menuItem(button, item))}
  </div>`;
}

function menuItem({ show }: MenuButton, { label, key, startsGroup, choose }: MenuItem): TemplateResult {
  const click = (event: Event) => {
    const anchor = event.currentTarget instanceof Element ? event.currentTarget.closest('.menu-anchor') : null;
    show(false);
    anchor?.querySelector('button')?.focus();
    choose();
  };
  return html`${startsGroup ? html`<div class="menu-line" role="separator"></div>` : nothing}
    <button type="button" class="menu-item" role="menuitem" tabindex="-1" @click=${click}>
      <span>${label}</span>${key ? html`<kbd>${key}</kbd>` : nothing}
    </button>`;
}

function handleMenuKey(event: KeyboardEvent, { isOpen, show }: MenuButton): void {
  const anchor = event.currentTarget;
  if (!(anchor instanceof Element) || !isOpen) return;
  const items = [...anchor.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const focused = items.find((item) => item === document.activeElement);
  const next = nextItem(event.key, focused ? items.indexOf(focused) : -1, items.length);
  if (next !== undefined) items[next]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') {
    show(false);
    if (event.key === 'Escape') anchor.querySelector('button')?.focus();
  }
  if (event.key !== 'Tab') event.stopPropagation();
  if (next !== undefined || event.key === 'Escape') event.preventDefault();
}

function nextItem(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return (current <= 0 ? count : current) - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
