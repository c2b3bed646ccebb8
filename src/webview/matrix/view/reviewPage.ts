import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewAnswer, ReviewedAnswer, ReviewView } from '../../../protocol.ts';
import { keyboardHelp } from '../../compare/view/keyboardHelp.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { verdictChoices } from '../../panel/view/verdictButtons.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { reviewKeys } from '../state/reviewKeys.ts';

/** One answer after the other for a person's verdict. Nothing on the page says who gave it, or what any check says, before the verdict. */
export function reviewPage(context: MatrixContext, review: ReviewView): TemplateResult {
  const { answer } = review;
  return html`<main class="review" aria-label="Review of answers">
    ${head(context, review)}
    ${context.isHelpShown ? keyboardHelp(reviewKeys, () => context.showHelp(false)) : nothing}
    <div class="review-body">
      <p class="review-last">${review.last ? lastText(review.last) : nothing}</p>
      ${answer ? answerToJudge(context, answer) : theEnd(context, review)}
    </div>
  </main>`;
}

function head({ preferences, isHelpShown, prefer, showHelp, post }: MatrixContext, review: ReviewView): TemplateResult {
  const { at, judged, total, answer } = review;
  return html`<div class="toolbar" role="toolbar" aria-label="Review">
    <div class="toolbar-group headline">
      <h1 class="size">${answer ? `Answer ${at} of ${total}` : 'Review'}</h1>
      <span class="quiet">${judged} judged</span>
      <progress class="review-progress" aria-label="Judged answers" max=${total} value=${judged}></progress>
    </div>
    <div class="toolbar-group end">
      ${iconButton({ icon: 'arrow-up', label: 'Previous Answer (Up)', onClick: () => post({ type: 'review-move', step: -1 }) })}
      ${iconButton({ icon: 'arrow-down', label: 'Next Answer (Down)', onClick: () => post({ type: 'review-move', step: 1 }) })}
      ${iconButton({
        icon: 'markdown',
        label: 'Show as Markdown (m)',
        isPressed: preferences.markdown,
        onClick: () => prefer({ markdown: !preferences.markdown }),
      })}
      ${iconButton({ icon: 'keyboard', label: 'Show Keys (?)', isPressed: isHelpShown, onClick: () => showHelp(!isHelpShown) })}
      ${iconButton({ icon: 'close', label: 'Back to the Results (Escape)', onClick: () => post({ type: 'leave-review' }) })}
    </div>
  </div>`;
}

function lastText({ verdict, target, outcome, reason }: ReviewedAnswer): TemplateResult {
  return html`Saved: <strong>${verdict}</strong>. It was of ${marked(target)}, and the suite says
    <strong>${outcome}</strong>${reason === undefined ? '.' : html`: ${marked(reason)}`}`;
}

function answerToJudge(context: MatrixContext, answer: ReviewAnswer): TemplateResult {
  const { description, vars } = answer;
  return html`${description === undefined ? nothing : html`<h2 class="review-case">${marked(description)}</h2>`}
    <dl class="variables" tabindex="0" aria-label="Variables">
      ${vars.map(({ name, value }) => html`<div><dt>${marked(name)}</dt><dd>${marked(value)}</dd></div>`)}
    </dl>
    ${wanted(answer)}
    <div class="review-answer" tabindex="0" role="region" aria-label="Answer">${answerText(context, answer)}</div>
    ${choices(context, answer)}`;
}

/** What the suite asks of the answer, which a person may want to know; what came of it is hidden. */
function wanted({ checks }: ReviewAnswer): TemplateResult | typeof nothing {
  if (checks.length === 0) return nothing;
  return html`<details class="review-checks">
    <summary>What the suite asks for</summary>
    <ul>${checks.map(({ name, value }) => html`<li>${marked(name)}${value === '' ? nothing : html`: ${marked(value)}`}</li>`)}</ul>
  </details>`;
}

function answerText({ preferences, post }: MatrixContext, { text, isConversation }: ReviewAnswer): TemplateResult {
  if (text === '') return html`<p class="quiet">The answer is empty.</p>`;
  if (!preferences.markdown || isConversation) return html`<polyprompt-text .text=${text}></polyprompt-text>`;
  const open = (event: CustomEvent<string>) => post({ type: 'open-link', url: event.detail });
  return html`<polyprompt-markdown class="markdown" .text=${text} @open-link=${open}></polyprompt-markdown>`;
}

function choices({ post }: MatrixContext, { item, own }: ReviewAnswer): TemplateResult {
  return html`<div class="review-choices" role="group" aria-label="Your verdict">
    ${verdictChoices.map(
      ({ verdict, icon, label }) => html`<vscode-button
        secondary
        icon=${icon}
        aria-pressed=${own === verdict}
        @click=${() => post({ type: 'review-verdict', item, verdict })}
      >${label}</vscode-button>`,
    )}
    ${own === undefined ? nothing : html`<span class="quiet">You said: ${own}</span>`}
    ${own === undefined ? nothing : iconButton({ icon: 'note', label: 'Note (n)', onClick: () => post({ type: 'review-note', item }) })}
    ${iconButton({ icon: 'discard', label: 'Take the Last Verdict Back (Backspace)', onClick: () => post({ type: 'review-undo' }) })}
  </div>`;
}

function theEnd({ post }: MatrixContext, { judged, total }: ReviewView): TemplateResult {
  const rest = total - judged;
  return html`<div class="review-end">
    <p>${rest === 0 ? `All ${total} answers of this review are judged.` : `${judged} of ${total} answers are judged.`}</p>
    <vscode-button @click=${() => post({ type: 'leave-review' })}>Back to the Results</vscode-button>
  </div>`;
}
