import { html, nothing, type TemplateResult } from 'lit';
import { isRouteId } from '../../../core/routeId.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { describeAsk, describeRouted } from '../../../core/run/describeRouted.ts';
import { isServedByFallback } from '../../../core/run/routed.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

/**
 * A line about a route's answer: which model it asks, or which one served and why. A fallback is marked, because it says nothing of the
 * first target. The room for the line is there from the start.
 */
export function routeLine(target: string, cell: CellState | undefined): TemplateResult | typeof nothing {
  if (cell?.asking) return html`<div class="route-line quiet">${marked(describeAsk(cell.asking))}</div>`;
  if (!cell?.routed) return isRouteId(target) ? html`<div class="route-line"></div>` : nothing;
  const isFallback = isServedByFallback(cell.routed);
  const text = describeRouted(cell.routed);
  return html`<div class="route-line ${isFallback ? 'fallback' : 'quiet'}" title=${text}>
    ${isFallback ? icon('warning') : nothing}<span>${marked(text)}</span>
  </div>`;
}
