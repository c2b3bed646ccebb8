import type { SimulatedPoint } from '../../core/simulation/simulationView.ts';
import { linearScale, logScale, type Scale } from './chartScale.ts';

/** A point at its place, with its label beside it. All lengths are in pixels. */
export interface PlacedPoint {
  readonly point: SimulatedPoint;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Ends of the interval of the quality. */
  readonly top: number;
  readonly bottom: number;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' | 'middle' };
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: Box;
  readonly cost: Scale;
  readonly quality: Scale;
  /** The points in the order of their cost. */
  readonly points: readonly PlacedPoint[];
  /** The Pareto front as a path of steps. */
  readonly front: string;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const height = 372;
const smallest = 5;
const largest = 16;
const lineHeight = 15;
/** How many lines a label may stand away from its point, where it is crowded. */
const farthest = 12;

/** Gives the width of a text in pixels. */
type Measure = (text: string) => number;

/** The places of everything in the chart; undefined where no point has both a cost and a quality. */
export function chartLayout(
  points: readonly SimulatedPoint[],
  width: number,
  measure: Measure,
): ChartLayout | undefined {
  const known = points
    .flatMap((point) =>
      point.costPer1000 === undefined || point.quality === undefined
        ? []
        : [{ point, cost: point.costPer1000, quality: point.quality }],
    )
    .sort((left, right) => left.cost - right.cost);
  if (known.length === 0) return undefined;
  const plot = { left: 62, top: 18, right: width - 18, bottom: height - 62 };
  const cost = logScale(
    known.map((one) => one.cost),
    { from: plot.left, to: plot.right },
  );
  const qualities = known.flatMap(({ point, quality }) => [quality, point.low ?? quality, point.high ?? quality]);
  const quality = linearScale(qualities, { from: plot.bottom, to: plot.top }, { from: 0, to: 1 });
  const slowest = Math.max(...known.map(({ point }) => point.p95), 1);
  const dots = known.map((one) => ({
    point: one.point,
    x: cost.at(one.cost),
    y: quality.at(one.quality),
    // The area of a point shows how slow it is.
    radius: Math.max(smallest, largest * Math.sqrt(one.point.p95 / slowest)),
    top: quality.at(one.point.high ?? one.quality),
    bottom: quality.at(one.point.low ?? one.quality),
  }));
  const placed = withLabels(dots, plot, measure);
  return { width, height, plot, cost, quality, points: placed, front: frontLine(placed) };
}

type Dot = Omit<PlacedPoint, 'label'>;

/**
 * Puts each label at the first place where it covers no dot, no other label and, if possible, no interval of another point; where there is
 * none, at the place where it covers least.
 */
function withLabels(dots: readonly Dot[], plot: Box, measure: Measure): readonly PlacedPoint[] {
  const marks = dots.map(boxOfDot);
  const intervals = dots.map(boxOfInterval);
  const labels: Box[] = [];
  return dots.map((dot, index) => {
    const width = measure(dot.point.target);
    const covered = [...marks.filter((_, other) => other !== index), ...labels];
    const choices = labelChoices(dot);
    const possible = choices.filter((choice) => {
      const box = boxOfLabel(choice, width);
      return isInside(box, plot) && !covered.some((other) => overlap(box, other));
    });
    const clear = possible.find(
      (choice) => !intervals.some((interval, other) => other !== index && overlap(boxOfLabel(choice, width), interval)),
    );
    const label = clear ?? possible[0] ?? leastCovering(choices, { width, plot, covered });
    labels.push(boxOfLabel(label, width));
    return { ...dot, label };
  });
}

/** The place inside of the chart that covers as little as possible, for a label without a free place. */
function leastCovering(
  choices: readonly [Label, ...Label[]],
  { width, plot, covered }: { readonly width: number; readonly plot: Box; readonly covered: readonly Box[] },
): Label {
  const cost = (choice: Label) => {
    const box = boxOfLabel(choice, width);
    return covered.filter((other) => overlap(box, other)).length + (isInside(box, plot) ? 0 : 100);
  };
  return choices.reduce((best, choice) => (cost(choice) < cost(best) ? choice : best));
}

function isInside(box: Box, plot: Box): boolean {
  return box.left >= plot.left && box.right <= plot.right + 10 && box.top >= 0 && box.bottom <= plot.bottom;
}

type Label = PlacedPoint['label'];

function labelChoices({ x, y, radius }: Dot): readonly [Label, ...Label[]] {
  const beside = radius + 6;
  const middle = y + 4;
  return [
    { x: x + beside, y: middle, anchor: 'start' },
    { x: x - beside, y: middle, anchor: 'end' },
    { x, y: y - beside, anchor: 'middle' },
    { x, y: y + beside + 10, anchor: 'middle' },
    { x: x + beside, y: y - radius - 4, anchor: 'start' },
    { x: x + beside, y: y + radius + 14, anchor: 'start' },
    { x: x - beside, y: y - radius - 4, anchor: 'end' },
    { x: x - beside, y: y + radius + 14, anchor: 'end' },
    ...Array.from({ length: farthest - 1 }, (_, index) => (index + 2) * lineHeight).flatMap((away): Label[] => [
      { x: x + beside, y: middle + away, anchor: 'start' },
      { x: x - beside, y: middle + away, anchor: 'end' },
      { x: x + beside, y: middle - away, anchor: 'start' },
      { x: x - beside, y: middle - away, anchor: 'end' },
      { x, y: middle + away, anchor: 'middle' },
      { x, y: middle - away, anchor: 'middle' },
    ]),
  ];
}

function boxOfLabel({ x, y, anchor }: Label, width: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 11, bottom: y + 3 };
}

function boxOfDot({ x, y, radius }: Dot): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function boxOfInterval({ x, top, bottom }: Dot): Box {
  return { left: x - 2, right: x + 2, top, bottom };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** The path of the front. It is flat until the next better point, because no quality between two points can be bought. */
function frontLine(points: readonly PlacedPoint[]): string {
  const front = points.filter(({ point }) => point.isOnFront);
  return front.map(({ x, y }, index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');
}
