import { html, type TemplateResult } from 'lit';
import { menuButton } from '../../panel/view/menuButton.ts';
import type { CompareContext } from '../state/compareContext.ts';

const offered = [1, 3, 5] as const;
/** The name of its menu, which is that of no target. */
const menu = 'repeats';

/** How many times each model is asked: `x1` unless a reader wants to see what is stable. */
export function repeatChoice({ state, menuOf, openMenu, post }: CompareContext): TemplateResult {
  const { repeats = 1 } = state.setup ?? {};
  return menuButton({
    face: html`<span class="repeat-count">x${repeats}</span>`,
    title: repeats === 1 ? 'Ask each model several times' : `Each model is asked ${repeats} times`,
    label: repeats === 1 ? 'x1: each model is asked once' : `x${repeats}: each model is asked ${repeats} times`,
    menuLabel: 'How many times each model is asked',
    isOpen: menuOf === menu,
    show: (isShown) => openMenu(isShown ? menu : undefined),
    items: offered.map((times) => ({
      label: times === 1 ? 'Ask Once' : `Ask ${times} Times`,
      isOffered: times !== repeats,
      choose: () => post({ type: 'set-repeats', repeats: times }),
    })),
  });
}
