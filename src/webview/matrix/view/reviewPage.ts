import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewAnswer, ReviewedAnswer, ReviewView } from '../../../protocol.ts';
import { keyboardHelp } from '../../compare/view/keyboardHelp.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { verdictChoices } from '../../panel/view/verdictButtons.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { reviewKeys } from '../state/reviewKeys.ts';
import { blindAnswer, blindCase, blindEnd, blindHead } from './blindParts.ts';

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

function head(context: MatrixContext, { at, judged, total, answer }: ReviewView): TemplateResult {
  const { post } = context;
  return blindHead(context, {
    name: 'Review',
    thing: 'Answer',
    done: 'judged',
    isOver: answer === null,
    ...{ at, judged, total },
    move: (step) => post({ type: 'review-move', step }),
    leave: () => post({ type: 'leave-review' }),
  });
}

function lastText({ verdict, target, outcome, reason }: ReviewedAnswer): TemplateResult {
  return html`Saved: <strong>${verdict}</strong>. It was of ${marked(target)}, and the suite says
    <strong>${outcome}</strong>${reason === undefined ? '.' : html`: ${marked(reason)}`}`;
}

function answerToJudge(context: MatrixContext, answer: ReviewAnswer): TemplateResult {
  const { text, isConversation = false } = answer;
  return html`${blindCase(answer)} ${wanted(answer)}
    ${blindAnswer(context, { label: 'Answer', text, isPlain: isConversation })} ${choices(context, answer)}`;
}

/** What the suite asks of the answer, which a person may want to know; what came of it is hidden. */
function wanted({ checks }: ReviewAnswer): TemplateResult | typeof nothing {
  if (checks.length === 0) return nothing;
  return html`<details class="review-checks">
    <summary>What the suite asks for</summary>
    <ul>${checks.map(({ name, value }) => html`<li>${marked(name)}${value === '' ? nothing : html`: ${marked(value)}`}</li>`)}</ul>
  </details>`;
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
  const isAll = judged === total;
  const text = isAll ? `All ${total} answers of this review are judged.` : `${judged} of ${total} answers are judged.`;
  return blindEnd(text, () => post({ type: 'leave-review' }));
}
