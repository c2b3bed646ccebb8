import { html, nothing, type TemplateResult } from 'lit';
import type { CellState } from '../../../core/run/cellState.ts';
import type { UserTurn } from '../../../core/run/round.ts';
import { counted } from '../../../core/text/formatCount.ts';
import type { AnswerContext } from '../answerContext.ts';
import { type Column, shownAnswer } from '../column.ts';
import { calledTools, type Step, speakerOf, stepDetails, stepFigures, stepsOf } from '../steps.ts';
import { icon } from './icon.ts';
import { iconButton } from './iconButton.ts';
import { marked } from './marked.ts';
import { answeredCall } from './toolCallView.ts';

/** How many characters of a round's words stand in its line; the edge of the column cuts the rest. */
const lineLength = 200;

/** The earlier rounds of a column: each a folded step, with what the user said then below it. */
export function roundSteps(context: AnswerContext, column: Column, cell: CellState): TemplateResult | typeof nothing {
  const steps = stepsOf(cell);
  if (steps.length === 0) return nothing;
  return html`<ol class="steps" aria-label="Earlier rounds of ${column.label}">
    ${steps.map((step) => html`<li>${stepView({ context, column, cell, step })}${step.round.user ? userLine(step.round.user) : nothing}</li>`)}
  </ol>`;
}

interface StepPlace {
  readonly context: AnswerContext;
  readonly column: Column;
  readonly cell: CellState;
  readonly step: Step;
}

function stepView(place: StepPlace): TemplateResult {
  const { cell, step } = place;
  const { number, round, errors } = step;
  const figures = stepFigures(step, cell).join(' · ');
  return html`<details class="step" ?open=${step.isOpen}>
    <summary class="step-line">
      <span class="step-title"><span class="visually-hidden">Round </span>${number} ${title(step)}</span>
      ${errors === 0 ? nothing : html`<span class="step-errors with-icon"><span class="error-icon">${icon('error')}</span>${counted(errors, 'error')}</span>`}
      <span class="step-figures" title=${figures}>${figures}</span>
    </summary>
    <div class="step-body">
      ${round.reasoning ? html`<polyprompt-text class="quiet" .text=${round.reasoning}></polyprompt-text>` : nothing}
      ${round.answer === '' ? nothing : html`<polyprompt-text .text=${round.answer}></polyprompt-text>`}
      ${step.calls.map((answered, index) => answeredCall(answered, keepLink(place, index)))}
      <div class="step-end"><span class="quiet">${stepDetails(step)}</span>${requestButton(place)}</div>
    </div>
  </details>`;
}

/** The tools that were called, else the first words. */
function title({ round }: Step): TemplateResult {
  const tools = calledTools(round);
  if (tools !== '') return html`Calls ${marked(tools)}`;
  return marked(round.answer.trim().replaceAll(/\s+/g, ' ').slice(0, lineLength));
}

/** A result that was given by hand once can be given by a rule from then on. */
function keepLink({ context, column, step }: StepPlace, index: number): TemplateResult | typeof nothing {
  if (!context.canKeepResults || step.calls[index]?.result?.by !== 'person') return nothing;
  const click = () => context.post({ type: 'keep-mock', ...shownAnswer(column), round: step.number, call: index + 1 });
  return html`<button type="button" class="link" title="Writes this result into the prompt, for the next runs" @click=${click}>Keep as Mock</button>`;
}

function requestButton({ context, column, step }: StepPlace): TemplateResult | typeof nothing {
  if (!context.canViewRequests || column.isSimulated) return nothing;
  return iconButton({
    icon: 'code',
    label: `View Request of Round ${step.number}`,
    onClick: () => context.post({ type: 'view-request', ...shownAnswer(column), round: step.number }),
  });
}

/** What the user said after an answer. */
function userLine(user: UserTurn): TemplateResult {
  return html`<div class="user-turn">
    <div class="quiet with-icon">${icon('account')}${speakerOf(user)}</div>
    <polyprompt-text .text=${user.text}></polyprompt-text>
    ${user.notice === undefined ? nothing : html`<p class="quiet">${marked(user.notice)}</p>`}
  </div>`;
}
