import { nothing, type SVGTemplateResult, svg } from 'lit';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatShortPercent } from '../../core/text/formatPercent.ts';
import type { ChartLayout, PlacedPoint } from './chartLayout.ts';

interface ChartState {
  /** The number of the point that the Tab key reaches. */
  readonly active: number;
  focus(index: number): void;
}

/** A chart of quality against cost, with an interval at each point. The area of a point is its p95. */
export function paretoChart(layout: ChartLayout, state: ChartState): SVGTemplateResult {
  const { width, height, front } = layout;
  return svg`<svg class="pareto" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="group"
      aria-label="Quality against cost. Arrow keys go from point to point; T goes to the table.">
    ${axes(layout)}
    <path class="front" d=${front} />
    ${layout.points.map((placed, index) => dot(placed, { index, ...state }))}
  </svg>`;
}

function axes({ plot, cost, quality, width, height }: ChartLayout): SVGTemplateResult {
  const { left, right, top, bottom } = plot;
  return svg`<g class="axes" aria-hidden="true">
    ${quality.ticks.map((tick) => {
      const y = quality.at(tick);
      return svg`<line class="grid-line" x1=${left} x2=${right} y1=${y} y2=${y} />
        <text x=${left - 8} y=${y + 4} text-anchor="end">${formatShortPercent(tick)}</text>`;
    })}
    ${cost.ticks.map((tick) => {
      const x = cost.at(tick);
      return svg`<line class="grid-line" x1=${x} x2=${x} y1=${top} y2=${bottom} />
        <text x=${x} y=${bottom + 18} text-anchor="middle">${formatMoney(tick)}</text>`;
    })}
    <line class="axis" x1=${left} x2=${right} y1=${bottom} y2=${bottom} />
    <line class="axis" x1=${left} x2=${left} y1=${top} y2=${bottom} />
    <text class="title" x=${(left + width) / 2} y=${height - 24} text-anchor="middle">USD per 1,000 requests (log scale)</text>
    <text class="title" x=${(left + width) / 2} y=${height - 8} text-anchor="middle">A larger point is slower (p95).</text>
    <text class="title" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">rows passed</text>
  </g>`;
}

function dot(
  { point, x, y, radius, top, bottom, label }: PlacedPoint,
  { index, active, focus }: ChartState & { readonly index: number },
): SVGTemplateResult {
  return svg`<g class="point ${point.kind} ${point.isOnFront ? 'on-front' : ''}" role="img" tabindex=${index === active ? 0 : -1}
      aria-label=${point.sentence} data-index=${index} @focus=${() => focus(index)}>
    <title>${point.sentence}</title>
    ${top === bottom ? nothing : svg`<line class="interval" x1=${x} x2=${x} y1=${top} y2=${bottom} />`}
    ${mark(point.kind, { x, y, radius })}
    ${leader({ x, y, radius }, label)}<text x=${label.x} y=${label.y} text-anchor=${label.anchor}>${point.target}</text>
  </g>`;
}

/** A thin line joins a point with a label that found no place beside it. */
function leader(
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
  label: PlacedPoint['label'],
): SVGTemplateResult | typeof nothing {
  const middle = label.y - 4;
  if (Math.abs(middle - y) <= radius + 20) return nothing;
  return svg`<line class="leader" x1=${x} y1=${y + Math.sign(middle - y) * radius} x2=${label.x} y2=${middle - Math.sign(middle - y) * 7} />`;
}

/** Kinds differ by shape too, for readers who cannot tell the colours apart. */
function mark(
  kind: string,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
): SVGTemplateResult {
  if (kind === 'model') return svg`<circle class="mark" cx=${x} cy=${y} r=${radius} />`;
  const side = radius * 0.9;
  if (kind === 'route')
    return svg`<rect class="mark" x=${x - side} y=${y - side} width=${2 * side} height=${2 * side} rx="2" />`;
  const reach = radius * 1.2;
  return svg`<path class="mark" d="M${x} ${y - reach}L${x + reach} ${y}L${x} ${y + reach}L${x - reach} ${y}Z" />`;
}
