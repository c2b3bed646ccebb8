import { html, nothing, type TemplateResult } from 'lit';
import type { ChoiceView, ChosenPair, ShownPair } from '../../../core/judges/choiceView.ts';
import type { PersonChoice } from '../../../core/people/choiceLines.ts';
import { keyboardHelp } from '../../compare/view/keyboardHelp.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { choiceKeys, choiceNames } from '../state/choiceKeys.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { blindAnswer, blindCase, blindEnd, blindHead } from './blindParts.ts';

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

function head(context: MatrixContext, { at, judged, total, pair }: ChoiceView): TemplateResult {
  const { post } = context;
  return blindHead(context, {
    name: 'Choice',
    thing: 'Pair',
    done: 'chosen',
    isOver: pair === null,
    ...{ at, judged, total },
    move: (step) => post({ type: 'choice-move', step }),
    leave: () => post({ type: 'leave-choice' }),
  });
}

function lastText({ choice, left, right, judges }: ChosenPair): TemplateResult {
  return html`Saved: <strong>${choiceNames[choice]}</strong>. ${marked(left)} stood left, ${marked(right)} right.
    ${judges.map(
      ({ judge, liked }) =>
        html` ${marked(judge)} ${liked === null ? 'sees no difference.' : html`likes ${marked(liked)} better.`}`,
    )}`;
}

function pairToChoose(context: MatrixContext, pair: ShownPair): TemplateResult {
  const { criterion, left, right } = pair;
  return html`${blindCase(pair)}
    <p class="choice-question">${criterion === undefined ? 'Which answer do you like better?' : html`Which answer is better by this: ${marked(criterion)}`}</p>
    <div class="choice-pair">
      ${blindAnswer(context, { label: 'Left answer', text: left })} ${blindAnswer(context, { label: 'Right answer', text: right })}
    </div>
    ${choiceButtons(context, pair)}`;
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
  const text =
    judged === total ? `You have chosen at all ${total} pairs.` : `You have chosen at ${judged} of ${total} pairs.`;
  return blindEnd(text, () => post({ type: 'leave-choice' }));
}
