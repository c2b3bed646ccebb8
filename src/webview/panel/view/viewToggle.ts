import type { TemplateResult } from 'lit';
import type { AnswerContext } from '../answerContext.ts';
import { iconButton } from './iconButton.ts';

/** The control for how answers are shown: as Markdown or plain text; in a diff, whole or only where they differ. */
export function viewToggle({ preferences, prefer }: Pick<AnswerContext, 'preferences' | 'prefer'>): TemplateResult {
  return preferences.diff === 'off'
    ? iconButton({
        icon: 'markdown',
        label: 'Show as Markdown',
        isPressed: preferences.markdown,
        onClick: () => prefer({ markdown: !preferences.markdown }),
      })
    : iconButton({
        icon: 'fold',
        label: 'Hide What Is Equal',
        isPressed: preferences.hideEqual,
        onClick: () => prefer({ hideEqual: !preferences.hideEqual }),
      });
}
