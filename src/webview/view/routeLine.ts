import { html, nothing, type TemplateResult } from 'lit';
import { describeAsk, describeRouted } from '../../core/run/describeRouted.ts';
import { isServedByFallback } from '../../core/run/routed.ts';
import type { CellState } from '../../core/run/state.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

/** Of a route's answer: whom it asks, or who served and why. A fallback is marked: it says nothing of the first target. */
export function routeLine(cell: CellState | undefined): TemplateResult | typeof nothing {
  if (cell?.asking) return html`<div class="route-line quiet">${marked(describeAsk(cell.asking))}</div>`;
  if (!cell?.routed) return nothing;
  const isFallback = isServedByFallback(cell.routed);
  return html`<div class="route-line ${isFallback ? 'fallback' : 'quiet'}">
    ${isFallback ? icon('warning') : nothing}<span>${marked(describeRouted(cell.routed))}</span>
  </div>`;
}
