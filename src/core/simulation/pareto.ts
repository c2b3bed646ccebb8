/** A model or route in a chart of quality against cost. */
export interface ParetoPoint {
  readonly quality: number;
  /** USD for 1,000 requests; undefined when not known: such a point is never on the front. */
  readonly costPer1000: number | undefined;
}

/** The points that no other one beats, in the order given: no other is at least as good and as cheap, and better in one of both. */
export function paretoFront<Point extends ParetoPoint>(points: readonly Point[]): readonly Point[] {
  return points.filter(
    (point) => point.costPer1000 !== undefined && !points.some((other) => other !== point && beats(other, point)),
  );
}

function beats(one: ParetoPoint, other: ParetoPoint): boolean {
  if (one.costPer1000 === undefined || other.costPer1000 === undefined) return false;
  if (one.quality < other.quality || one.costPer1000 > other.costPer1000) return false;
  return one.quality > other.quality || one.costPer1000 < other.costPer1000;
}
