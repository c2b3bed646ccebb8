import { html, nothing, type TemplateResult } from 'lit';
import type { TextDiff } from '../../../core/diff/diffTexts.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { formatLikeness } from '../../../core/text/formatPercent.ts';
import type { AnswerContext } from '../answerContext.ts';
import { baseFor, type Column } from '../column.ts';
import { formatSize } from '../figures.ts';
import type { DiffChoice } from '../preferences.ts';
import { columnStatus } from './columnStatus.ts';
import { diffBody } from './diffBody.ts';
import { roundSteps } from './roundSteps.ts';
import { openCall } from './toolCallView.ts';

/** How many characters of a long answer are shown until the reader asks for all. */
const shownLength = 200_000;
/** Share of the text in common below which differences are not marked unless the reader asks for that. */
const leastAlike = 0.2;
/** How many characters of both texts together can be read at a glance, whatever is marked in them. */
const fewCharacters = 160;

/** What a model has said so far: its earlier rounds, how it stands, its reasoning, the answer, and calls that nothing has answered. */
export function answerBody(context: AnswerContext, column: Column, cell: CellState): TemplateResult {
  const compared = differences(context, column, cell);
  const status = columnStatus(context, column);
  const thoughts = cell.reasoning === '' ? nothing : reasoning(cell);
  if (compared?.type === 'marked') return html`${status} ${thoughts} ${compared.view}`;
  return html`${roundSteps(context, column, cell)} ${status} ${compared?.view ?? nothing} ${thoughts}
  ${cell.text === '' ? nothing : answer(context, column, cell)} ${cell.toolCalls.map(openCall)}`;
}

function reasoning({ reasoning: text, usage }: CellState): TemplateResult {
  const tokens = usage?.reasoningTokens;
  return html`<details class="reasoning">
    <summary>Reasoning${tokens ? ` (${formatCount(tokens)} tokens)` : ''}</summary>
    <polyprompt-text class="quiet" .text=${text.slice(0, shownLength)}></polyprompt-text>
  </details>`;
}

/** The differences from the base, or the notice that there are too many to mark. */
interface Differences {
  readonly type: 'marked' | 'unmarked';
  readonly view: TemplateResult;
}

function differences(context: AnswerContext, column: Column, cell: CellState): Differences | undefined {
  const { preferences, columns, comparison } = context;
  const base = baseFor(columns, column);
  const { diff: mode } = preferences;
  if (mode === 'off' || !base) return undefined;
  const turns = comparison.diff(base, column, mode);
  if (!turns) return undefined;
  const alike = comparison.similarity(base, column) ?? 1;
  const isForeign = turns.some((turn) => isTooDifferent(turn, mode, alike));
  if (isForeign && !preferences.markedAnyway.includes(cell.id))
    return { type: 'unmarked', view: tooDifferent(context, cell, alike) };
  const shown = { mode, hideEqual: preferences.hideEqual, baseLabel: base.label };
  const view = html`${turns.map((diff, turn) => html`${turns.length > 1 ? html`<h3 class="turn">Turn ${turn + 1}</h3>` : nothing}${diffBody({ ...shown, diff })}`)}`;
  return { type: 'marked', view };
}

function answer(context: AnswerContext, column: Column, cell: CellState): TemplateResult {
  const { preferences, comparison } = context;
  const sortKeys = preferences.diff === 'json';
  return text(context, cell, cell.status === 'done' ? comparison.json(column, { sortKeys }) : undefined);
}

/**
 * True where the differences are not worth marking, as with words that two unlike texts share by chance. One label in place of another is
 * worth it.
 */
function isTooDifferent({ left, right, note }: TextDiff, mode: DiffChoice, alike: number): boolean {
  const marksWords = mode === 'words' || note === 'not-json';
  return marksWords && alike < leastAlike && left.length + right.length > fewCharacters;
}

/** The notice above unlike answers; `alike` is the share of the text in common. */
function tooDifferent({ preferences, prefer }: AnswerContext, { id }: CellState, alike: number): TemplateResult {
  const click = () => prefer({ markedAnyway: [...preferences.markedAnyway, id] });
  return html`<p class="quiet status">
    Too different from the base to mark: ${formatLikeness(alike)} alike.
    <button type="button" class="link" @click=${click}>Mark Anyway</button>
  </p>`;
}

function text(context: AnswerContext, cell: CellState, json: string | undefined): TemplateResult {
  const { preferences } = context;
  if (json === undefined && preferences.markdown && cell.status === 'done') {
    const open = (event: CustomEvent<string>) => context.post({ type: 'open-link', url: event.detail });
    return html`<polyprompt-markdown class="markdown" .text=${cell.text} @open-link=${open}></polyprompt-markdown>`;
  }
  const whole = json ?? cell.text;
  const isCut = whole.length > shownLength && !preferences.shownWhole.includes(cell.id);
  return html`<polyprompt-text class=${json === undefined ? '' : 'code'} .text=${isCut ? whole.slice(0, shownLength) : whole}></polyprompt-text>
    ${isCut ? showAll(context, cell, whole.length) : nothing}`;
}

function showAll({ preferences, prefer }: AnswerContext, cell: CellState, length: number): TemplateResult {
  const click = () => prefer({ shownWhole: [...preferences.shownWhole, cell.id] });
  return html`<p class="quiet">
    The first ${formatSize(shownLength)} of ${formatSize(length)}.
    <button type="button" class="link" @click=${click}>Show All</button>
  </p>`;
}
