import { html, nothing, type TemplateResult } from 'lit';
import type { TextDiff } from '../../../core/diff/diffTexts.ts';
import type { ToolCall } from '../../../core/messages.ts';
import type { CellState } from '../../../core/run/state.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { formatLikeness } from '../../../core/text/formatPercent.ts';
import type { AnswerContext } from '../answerContext.ts';
import { baseFor, type Column } from '../column.ts';
import { formatSize } from '../figures.ts';
import type { DiffChoice } from '../preferences.ts';
import { diffBody } from './diffBody.ts';
import { marked } from './marked.ts';

/** How many characters of a long answer are shown until the reader asks for all. */
const shownLength = 200_000;
/** Share of the text in common below which differences are not marked unless the reader asks for that. */
const leastAlike = 0.2;
/** How many characters of both texts together can be read at a glance, whatever is marked in them. */
const fewCharacters = 160;

/** What a model has said so far: folded reasoning, then the answer, then its tool calls. */
export function answerBody(context: AnswerContext, column: Column, cell: CellState): TemplateResult {
  return html`${cell.reasoning === '' ? nothing : reasoning(cell)} ${answer(context, column, cell)}
  ${cell.toolCalls.map(toolCall)}`;
}

function reasoning({ reasoning: text, usage }: CellState): TemplateResult {
  const tokens = usage?.reasoningTokens;
  return html`<details class="reasoning">
    <summary>Reasoning${tokens ? ` (${formatCount(tokens)} tokens)` : ''}</summary>
    <polyprompt-text class="quiet" .text=${text.slice(0, shownLength)}></polyprompt-text>
  </details>`;
}

function answer(context: AnswerContext, column: Column, cell: CellState): TemplateResult | typeof nothing {
  const { preferences, columns, comparison } = context;
  if (cell.text === '') return nothing;
  const base = baseFor(columns, column);
  const { diff: mode } = preferences;
  if (mode !== 'off' && base) {
    const diff = comparison.diff(base, column, mode);
    const alike = comparison.similarity(base, column) ?? 1;
    if (diff && isTooDifferent(diff, mode, alike) && !preferences.markedAnyway.includes(cell.id))
      return html`${tooDifferent(context, cell, alike)}${text(context, cell, undefined)}`;
    if (diff) return diffBody({ diff, mode, hideEqual: preferences.hideEqual, baseLabel: base.label });
  }
  return text(
    context,
    cell,
    cell.status === 'done' ? comparison.json(column, { sortKeys: mode === 'json' }) : undefined,
  );
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

function toolCall({ name, input }: ToolCall): TemplateResult {
  return html`<div class="tool-call">
    <div class="tool-name">Calls ${marked(name)}</div>
    <polyprompt-text class="code" .text=${JSON.stringify(input, null, 2)}></polyprompt-text>
  </div>`;
}
