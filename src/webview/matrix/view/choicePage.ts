import { html, nothing, type TemplateResult } from 'lit';
import type { ChoiceView, ChosenPair, ShownPair } from '../../../core/judges/choiceView.ts';
import type { PersonChoice } from '../../../core/people/choiceLines.ts';
import { keyboardHelp } from '../../compare/view/keyboardHelp.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { choiceKeys, choiceNames } from '../state/choiceKeys.ts';
import type { MatrixContext } from '../state/matrixContext.ts';

/** Two answers side by side, pair after pair. Nothing on the page says who gave which, or what a judge says, before the choice. */
export function choicePage(context: MatrixContext, choice: ChoiceView): TemplateResult {
  const { pair, last } = choice;
  return html`<main class="review" aria-label="Choice between answers">
    ${head(context, choice)}
    ${context.isHelpShown ? keyboardHelp(choiceKeys, () => context.showHelp(false)) : nothing}
    <div class="review-body">
      <p class="review-last">${last ? lastText(last) : nothing}</p>
      ${pair ? pairToChoose(context, pair) : theEnd(context, choice)}
    </div>
  </main>`;
}

function head({ preferences, isHelpShown, prefer, showHelp, post }: MatrixContext, choice: ChoiceView): TemplateResult {
  const { at, judged, total, pair } = choice;
  return html`<div class="toolbar" role="toolbar" aria-label="Choice">
    <div class="toolbar-group headline">
      <h1 class="size">${pair ? `Pair ${at} of ${total}` : 'Choice'}</h1>
      <span class="quiet">${judged} chosen</span>
      <progress class="review-progress" aria-label="Pairs that are done" max=${total} value=${judged}></progress>
    </div>
    <div class="toolbar-group end">
      ${iconButton({ icon: 'arrow-up', label: 'Previous Pair (Up)', onClick: () => post({ type: 'choice-move', step: -1 }) })}
      ${iconButton({ icon: 'arrow-down', label: 'Next Pair (Down)', onClick: () => post({ type: 'choice-move', step: 1 }) })}
      ${iconButton({
        icon: 'markdown',
        label: 'Show as Markdown (m)',
        isPressed: preferences.markdown,
        onClick: () => prefer({ markdown: !preferences.markdown }),
      })}
      ${iconButton({ icon: 'keyboard', label: 'Show Keys (?)', isPressed: isHelpShown, onClick: () => showHelp(!isHelpShown) })}
      ${iconButton({ icon: 'close', label: 'Back to the Results (Escape)', onClick: () => post({ type: 'leave-choice' }) })}
    </div>
  </div>`;
}

function lastText({ choice, left, right, judges }: ChosenPair): TemplateResult {
  return html`Saved: <strong>${choiceNames[choice]}</strong>. ${marked(left)} stood left, ${marked(right)} right.
    ${judges.map(
      ({ judge, liked }) =>
        html` ${marked(judge)} ${liked === null ? 'sees no difference.' : html`likes ${marked(liked)} better.`}`,
    )}`;
}

function pairToChoose(context: MatrixContext, pair: ShownPair): TemplateResult {
  const { description, vars, criterion, left, right } = pair;
  return html`${description === undefined ? nothing : html`<h2 class="review-case">${marked(description)}</h2>`}
    <dl class="variables" tabindex="0" aria-label="Variables">
      ${vars.map(({ name, value }) => html`<div><dt>${marked(name)}</dt><dd>${marked(value)}</dd></div>`)}
    </dl>
    <p class="choice-question">${criterion === undefined ? 'Which answer do you like better?' : html`Which answer is better by this: ${marked(criterion)}`}</p>
    <div class="choice-pair">
      <div class="review-answer" tabindex="0" role="region" aria-label="Left answer">${answerText(context, left)}</div>
      <div class="review-answer" tabindex="0" role="region" aria-label="Right answer">${answerText(context, right)}</div>
    </div>
    ${choiceButtons(context, pair)}`;
}

function answerText({ preferences, post }: MatrixContext, text: string): TemplateResult {
  if (text === '') return html`<p class="quiet">The answer is empty.</p>`;
  if (!preferences.markdown) return html`<polyprompt-text .text=${text}></polyprompt-text>`;
  const open = (event: CustomEvent<string>) => post({ type: 'open-link', url: event.detail });
  return html`<polyprompt-markdown class="markdown" .text=${text} @open-link=${open}></polyprompt-markdown>`;
}

const buttons: readonly { readonly choice: PersonChoice; readonly icon: string; readonly label: string }[] = [
  { choice: 'left', icon: 'arrow-left', label: 'Left Is Better (1)' },
  { choice: 'right', icon: 'arrow-right', label: 'Right Is Better (2)' },
  { choice: 'tie', icon: 'dash', label: 'No Difference (3)' },
  { choice: 'both-bad', icon: 'thumbsdown', label: 'Both Are Bad (4)' },
];

function choiceButtons({ post }: MatrixContext, { item, own }: ShownPair): TemplateResult {
  return html`<div class="review-choices" role="group" aria-label="Your choice">
    ${buttons.map(
      ({ choice, icon, label }) => html`<vscode-button
        secondary
        icon=${icon}
        aria-pressed=${own === choice}
        @click=${() => post({ type: 'choice-made', item, choice })}
      >${label}</vscode-button>`,
    )}
    ${own === undefined ? nothing : html`<span class="quiet">You said: ${choiceNames[own]}</span>`}
    ${iconButton({ icon: 'discard', label: 'Take the Last Choice Back (Backspace)', onClick: () => post({ type: 'choice-undo' }) })}
  </div>`;
}

function theEnd({ post }: MatrixContext, { judged, total }: ChoiceView): TemplateResult {
  return html`<div class="review-end">
    <p>${judged === total ? `You have chosen at all ${total} pairs.` : `You have chosen at ${judged} of ${total} pairs.`}</p>
    <vscode-button @click=${() => post({ type: 'leave-choice' })}>Back to the Results</vscode-button>
  </div>`;
}
