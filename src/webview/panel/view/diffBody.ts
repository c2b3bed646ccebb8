import { html, nothing, type TemplateResult } from 'lit';
import type { DiffMode, TextDiff } from '../../../core/diff/diffTexts.ts';
import type { DiffPart } from '../../../core/diff/parts.ts';
import { visiblePieces } from '../../../core/text/hiddenCharacters.ts';
import { formatSize } from '../figures.ts';

interface DiffView {
  readonly diff: TextDiff;
  readonly mode: DiffMode;
  readonly hideEqual: boolean;
  readonly baseLabel: string;
}

/** How many characters of equal text stay in sight on either side of a change. */
const contextLength = 24;
/** How many characters of a diff are put on the page, because marked text is slow to lay out. The diff editor takes any length. */
const shownLength = 200_000;

/** An answer against the base: text of the base alone is struck out, text of this answer alone is underlined. */
export function diffBody({ diff, mode, hideEqual, baseLabel }: DiffView): TemplateResult {
  const isSame = diff.parts.every((part) => part.kind === 'equal');
  const shown = firstParts(diff.parts);
  const parts = hideEqual ? shown.map((part, index) => shortened(part, index, shown.length)) : shown;
  return html`${diff.note === 'not-json' ? html`<p class="quiet">Not both answers are JSON, so words are compared.</p>` : nothing}
    ${isSame ? html`<p class="quiet">The same as ${baseLabel}.</p>` : nothing}
    ${isSame && hideEqual ? nothing : html`<div class="diff ${mode}" dir="auto">${parts.map(diffPart)}</div>`}
    ${shown === diff.parts ? nothing : html`<p class="quiet">The first ${formatSize(shownLength)}. Press o for all, in the diff editor.</p>`}`;
}

function firstParts(parts: readonly DiffPart[]): readonly DiffPart[] {
  const first: DiffPart[] = [];
  let left = shownLength;
  for (const { kind, text } of parts) {
    if (left <= 0) return first;
    first.push({ kind, text: text.slice(0, left) });
    left -= text.length;
  }
  return left < 0 ? first : parts;
}

type ShownPart = DiffPart | ShortenedPart;

interface ShortenedPart {
  readonly kind: 'shortened';
  readonly start: string;
  readonly end: string;
  /** How many characters are left out. */
  readonly hidden: number;
}

function shortened(part: DiffPart, index: number, count: number): ShownPart {
  if (part.kind !== 'equal' || part.text.length <= 3 * contextLength) return part;
  const start = index === 0 ? '' : wordStart(part.text.slice(0, contextLength));
  const end = index === count - 1 ? '' : wordEnd(part.text.slice(-contextLength));
  return { kind: 'shortened', start, end, hidden: part.text.length - start.length - end.length };
}

function wordStart(text: string): string {
  const cut = text.search(/\S*$/);
  return cut > 0 ? text.slice(0, cut) : text;
}

function wordEnd(text: string): string {
  const cut = text.search(/\s/);
  return cut > 0 ? text.slice(cut) : text;
}

function diffPart(part: ShownPart): TemplateResult {
  switch (part.kind) {
    case 'equal':
      return html`${visible(part.text)}`;
    case 'removed':
      return html`<del>${visible(withLineEnds(part.text))}</del>`;
    case 'added':
      return html`<ins>${visible(withLineEnds(part.text))}</ins>`;
    case 'shortened':
      return html`${visible(part.start)}<span class="equal-gap" title="${part.hidden} equal characters are hidden">⋯</span>${visible(part.end)}`;
  }
}

/** A change that has only line ends would not be seen, so line ends get a sign. */
function withLineEnds(text: string): string {
  return text.trim() === '' ? text.replaceAll('\n', '↵\n') : text;
}

function visible(text: string): readonly (string | TemplateResult)[] {
  return visiblePieces(text).map((piece) =>
    piece.kind === 'plain' ? piece.text : html`<span class="chip" title=${piece.name}>${piece.code}</span>`,
  );
}
