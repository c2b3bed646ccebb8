import { html, nothing, type TemplateResult } from 'lit';
import { type Column, isRunning, moved, otherSide } from '../columns.ts';
import type { PanelContext } from '../panelContext.ts';
import { icon } from './icon.ts';

interface MenuItem {
  readonly label: string;
  readonly key?: string;
  readonly startsGroup?: boolean;
  readonly isOffered: boolean;
  readonly choose: () => void;
}

/** The `...` of a column: a menu button with arrow keys, Escape and focus that comes back. */
export function columnMenu(context: PanelContext, column: Column): TemplateResult {
  const isOpen = context.menuOf === column.target;
  const toggle = () => context.openMenu(isOpen ? undefined : column.target);
  return html`<div class="menu-anchor" @keydown=${(event: KeyboardEvent) => handleMenuKey(event, context)}>
    <button
      type="button"
      class="action menu-button"
      title="More Actions"
      aria-label="More actions for ${column.label}"
      aria-haspopup="menu"
      aria-expanded=${`${isOpen}`}
      @click=${toggle}
    >
      ${icon('ellipsis')}
    </button>
    ${isOpen ? menu(context, column) : nothing}
  </div>`;
}

function menu(context: PanelContext, column: Column): TemplateResult {
  return html`<div class="menu" role="menu" aria-label="Actions for ${column.label}">
    ${menuItems(context, column)
      .filter((item) => item.isOffered)
      .map((item) => menuItem(context, item))}
  </div>`;
}

function menuItem(context: PanelContext, { label, key, startsGroup, choose }: MenuItem): TemplateResult {
  const click = (event: Event) => {
    const anchor = event.currentTarget instanceof Element ? event.currentTarget.closest('.menu-anchor') : null;
    context.openMenu(undefined);
    anchor?.querySelector('button')?.focus();
    choose();
  };
  return html`${startsGroup ? html`<div class="menu-line" role="separator"></div>` : nothing}
    <button type="button" class="menu-item" role="menuitem" tabindex="-1" @click=${click}>
      <span>${label}</span>${key ? html`<kbd>${key}</kbd>` : nothing}
    </button>`;
}

function menuItems(context: PanelContext, column: Column): readonly MenuItem[] {
  return [...runItems(context, column), ...arrangeItems(context, column), ...answerItems(context, column)];
}

function runItems({ post, prefer, columns }: PanelContext, { target, cell, isBase }: Column): readonly MenuItem[] {
  const isBusy = isRunning(cell);
  return [
    {
      label: 'Use as Base',
      key: 'b',
      isOffered: !isBase && columns.length > 1,
      choose: () => prefer({ base: target }),
    },
    {
      label: 'Rerun',
      key: 'r',
      isOffered: cell !== undefined && !isBusy,
      choose: () => post({ type: 'rerun-target', target }),
    },
    { label: 'Stop', key: 's', isOffered: isBusy, choose: () => post({ type: 'stop-target', target }) },
  ];
}

function arrangeItems({ columns, preferences, post, prefer }: PanelContext, column: Column): readonly MenuItem[] {
  const { target, model } = column;
  const place = columns.findIndex((other) => other.target === target);
  const several = columns.length > 1;
  return [
    {
      label: 'Move Left',
      startsGroup: several,
      isOffered: place > 0,
      choose: () => prefer({ order: moved(columns, target, -1) }),
    },
    {
      label: 'Move Right',
      isOffered: place < columns.length - 1,
      choose: () => prefer({ order: moved(columns, target, 1) }),
    },
    { label: 'Hide', isOffered: several, choose: () => prefer({ hidden: [...preferences.hidden, target] }) },
    { label: 'Remove Model', isOffered: true, choose: () => post({ type: 'remove-model', model }) },
  ];
}

function answerItems({ columns, state, post }: PanelContext, column: Column): readonly MenuItem[] {
  const { target, cell, isSimulated } = column;
  const hasText = cell !== undefined && cell.text !== '';
  const other = otherSide(columns, column);
  const hasPrevious = state.previous?.targets.some((earlier) => earlier.id === target) ?? false;
  return [
    {
      label: `Open in Diff Editor with ${other?.label ?? ''}`,
      key: 'o',
      startsGroup: true,
      isOffered: hasText && other !== undefined,
      choose: () => other && post({ type: 'open-diff', left: other.target, right: target }),
    },
    {
      label: 'Open in Diff Editor with Last Run',
      isOffered: hasText && hasPrevious,
      choose: () => post({ type: 'open-diff', left: target, right: 'previous-run' }),
    },
    {
      label: 'Copy Answer',
      startsGroup: true,
      isOffered: hasText,
      choose: () => post({ type: 'copy-answer', target }),
    },
    { label: 'Save Answer...', isOffered: hasText, choose: () => post({ type: 'save-answer', target }) },
    {
      label: 'View Request',
      startsGroup: true,
      isOffered: cell !== undefined && !isSimulated,
      choose: () => post({ type: 'view-request', target }),
    },
    {
      label: 'Copy as cURL',
      isOffered: cell !== undefined && !isSimulated,
      choose: () => post({ type: 'copy-curl', target }),
    },
  ];
}

function handleMenuKey(event: KeyboardEvent, context: PanelContext): void {
  const anchor = event.currentTarget;
  if (!(anchor instanceof Element) || context.menuOf === undefined) return;
  const items = [...anchor.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const focused = items.find((item) => item === document.activeElement);
  const next = nextItem(event.key, focused ? items.indexOf(focused) : -1, items.length);
  if (next !== undefined) items[next]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') {
    context.openMenu(undefined);
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
