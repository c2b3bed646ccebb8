import { html, type TemplateResult } from 'lit';
import type { AnswerContext } from '../answerContext.ts';
import { diffChoices } from '../preferences.ts';

const diffNames = { off: 'Off', words: 'Words', lines: 'Lines', json: 'JSON' } as const;

/** The control for how answers are compared: off, words, lines or JSON. */
export function diffChoice({ preferences, prefer }: Pick<AnswerContext, 'preferences' | 'prefer'>): TemplateResult {
  return html`<div class="choice" role="radiogroup" aria-label="Diff">
    <span class="choice-name" aria-hidden="true">Diff</span>
    ${diffChoices.map(
      (choice) => html`<label class="choice-option">
        <input
          type="radio"
          name="diff"
          class="visually-hidden"
          .value=${choice}
          .checked=${preferences.diff === choice}
          @change=${() => prefer({ diff: choice })}
        /><span>${diffNames[choice]}</span>
      </label>`,
    )}
  </div>`;
}
