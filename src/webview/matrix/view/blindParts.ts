import { html, nothing, type TemplateResult } from 'lit';
import type { RowDetail } from '../../../core/results/matrix/matrixRowDetail.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixContext } from '../state/matrixContext.ts';

interface BlindHead {
  /** The name of the page. */
  readonly name: string;
  /** What is judged one after the other, such as `Answer`. */
  readonly thing: string;
  /** What is said of those that are done, such as `judged`. */
  readonly done: string;
  readonly isOver: boolean;
  /** The place, from 1, how many are done, and how many there are. */
  readonly at: number;
  readonly judged: number;
  readonly total: number;
  move(step: 1 | -1): void;
  leave(): void;
}

/** The row on top of a page on which a person judges without knowing whose answers they are: how far they are, and ways to go. */
export function blindHead(
  { preferences, isHelpShown, prefer, showHelp }: MatrixContext,
  { name, thing, done, isOver, at, judged, total, move, leave }: BlindHead,
): TemplateResult {
  return html`<div class="toolbar" role="toolbar" aria-label=${name}>
    <div class="toolbar-group headline">
      <h1 class="size">${isOver ? name : `${thing} ${at} of ${total}`}</h1>
      <span class="quiet">${judged} ${done}</span>
      <progress class="review-progress" aria-label="${thing}s that are done" max=${total} value=${judged}></progress>
    </div>
    <div class="toolbar-group end">
      ${iconButton({ icon: 'arrow-up', label: `Previous ${thing} (Up)`, onClick: () => move(-1) })}
      ${iconButton({ icon: 'arrow-down', label: `Next ${thing} (Down)`, onClick: () => move(1) })}
      ${iconButton({
        icon: 'markdown',
        label: 'Show as Markdown (m)',
        isPressed: preferences.markdown,
        onClick: () => prefer({ markdown: !preferences.markdown }),
      })}
      ${iconButton({ icon: 'keyboard', label: 'Show Keys (?)', isPressed: isHelpShown, onClick: () => showHelp(!isHelpShown) })}
      ${iconButton({ icon: 'close', label: 'Back to the Results (Escape)', onClick: leave })}
    </div>
  </div>`;
}

/** The case, as far as a person may know it. */
export function blindCase({
  description,
  vars,
}: {
  readonly description?: string;
  readonly vars: RowDetail['vars'];
}): TemplateResult {
  return html`${description === undefined ? nothing : html`<h2 class="review-case">${marked(description)}</h2>`}
    <dl class="variables" tabindex="0" aria-label="Variables">
      ${vars.map(({ name, value }) => html`<div><dt>${marked(name)}</dt><dd>${marked(value)}</dd></div>`)}
    </dl>`;
}

interface BlindAnswer {
  readonly label: string;
  readonly text: string;
  /** True for a text that is never Markdown. */
  readonly isPlain?: boolean;
}

export function blindAnswer(context: MatrixContext, { label, text, isPlain = false }: BlindAnswer): TemplateResult {
  return html`<div class="review-answer" tabindex="0" role="region" aria-label=${label}>${answerText(context, text, isPlain)}</div>`;
}

function answerText({ preferences, post }: MatrixContext, text: string, isPlain: boolean): TemplateResult {
  if (text === '') return html`<p class="quiet">The answer is empty.</p>`;
  if (isPlain || !preferences.markdown) return html`<polyprompt-text .text=${text}></polyprompt-text>`;
  const open = (event: CustomEvent<string>) => post({ type: 'open-link', url: event.detail });
  return html`<polyprompt-markdown class="markdown" .text=${text} @open-link=${open}></polyprompt-markdown>`;
}

/** What stands in place of the last one. */
export function blindEnd(text: string, leave: () => void): TemplateResult {
  return html`<div class="review-end">
    <p>${text}</p>
    <vscode-button @click=${leave}>Back to the Results</vscode-button>
  </div>`;
}
