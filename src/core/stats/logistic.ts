/** The chance of something as a function of figures; `probabilityOf` works it out. */
export interface LogisticModel {
  /** The mean of each figure, over the data it was fitted to. */
  readonly means: readonly number[];
  /** The standard deviation of each figure; 1 for a figure that never changes. */
  readonly scales: readonly number[];
  /** The weights of the standardized figures. */
  readonly weights: readonly number[];
  readonly bias: number;
}

const rounds = 12;
const settled = 1e-4;

/**
 * Logistic regression with a ridge penalty on the weights (not on the bias), by Newton's method. With few rows the penalty keeps the
 * weights small; where all outcomes are the same, the bias alone says so.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  ridge = 1,
): LogisticModel {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? 0));
  const means = columns.map(mean);
  const scales = columns.map((column, index) => deviation(column, means[index] ?? 0) || 1);
  const inputs = rows.map((row) => [1, ...standardized(row, { means, scales })]);
  const [bias = 0, ...weights] = newton(inputs, outcomes, ridge);
  return { means, scales, weights, bias };
}

/** The probability, 0 to 1. */
export function probabilityOf(model: LogisticModel, row: readonly number[]): number {
  const score = standardized(row, model).reduce(
    (sum, value, index) => sum + value * (model.weights[index] ?? 0),
    model.bias,
  );
  return sigmoid(score);
}

function newton(
  inputs: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  ridge: number,
): readonly number[] {
  const width = inputs[0]?.length ?? 1;
  let weights: readonly number[] = new Array<number>(width).fill(0);
  for (let round = 0; round < rounds; round++) {
    const step = solve(...slopes(inputs, outcomes, { weights, ridge }));
    weights = weights.map((weight, index) => weight + (step[index] ?? 0));
    if (step.every((change) => Math.abs(change) < settled)) break;
  }
  return weights;
}

/** Curvature and slope of the penalized likelihood. A little of the penalty holds the bias too, so that it stays finite. */
function slopes(
  inputs: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  { weights, ridge }: { readonly weights: readonly number[]; readonly ridge: number },
): [number[][], number[]] {
  const width = weights.length;
  const penalty = (index: number) => (index === 0 ? 0.01 : ridge);
  const slope = weights.map((weight, index) => -penalty(index) * weight);
  const curvature = Array.from({ length: width }, (_, index) =>
    Array.from({ length: width }, (_value, other) => (index === other ? penalty(index) : 0)),
  );
  // These are plain loops over the lower half, since a search for routes comes here a million times.
  for (let place = 0; place < inputs.length; place++) {
    const row = inputs[place] ?? [];
    let score = 0;
    for (let index = 0; index < width; index++) score += (row[index] ?? 0) * (weights[index] ?? 0);
    const chance = sigmoid(score);
    const miss = (outcomes[place] ? 1 : 0) - chance;
    const weight = chance * (1 - chance);
    for (let index = 0; index < width; index++) {
      const value = row[index] ?? 0;
      if (value === 0) continue;
      slope[index] = (slope[index] ?? 0) + miss * value;
      const line = curvature[index] ?? [];
      for (let other = 0; other <= index; other++)
        line[other] = (line[other] ?? 0) + weight * value * (row[other] ?? 0);
    }
  }
  for (const [index, line] of curvature.entries())
    for (let other = index + 1; other < width; other++) line[other] = curvature[other]?.[index] ?? 0;
  return [curvature, slope];
}

/** Solves a system by Gaussian elimination with pivots. The penalty makes every such system solvable. */
function solve(matrix: number[][], right: number[]): readonly number[] {
  const width = right.length;
  const lines = matrix.map((line, index) => [...line, right[index] ?? 0]);
  for (let column = 0; column < width; column++) {
    const pivot = pivotIn(lines, column);
    [lines[column], lines[pivot]] = [lines[pivot] ?? [], lines[column] ?? []];
    const top = lines[column] ?? [];
    for (const [index, line] of lines.entries()) {
      const factor = index === column ? 0 : (line[column] ?? 0) / (top[column] ?? 1);
      if (factor !== 0) for (let at = column; at <= width; at++) line[at] = (line[at] ?? 0) - factor * (top[at] ?? 0);
    }
  }
  return lines.map((line, index) => (line[width] ?? 0) / (line[index] ?? 1));
}

function pivotIn(lines: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let index = column; index < lines.length; index++)
    if (Math.abs(lines[index]?.[column] ?? 0) > Math.abs(lines[best]?.[column] ?? 0)) best = index;
  return best;
}

function standardized(row: readonly number[], { means, scales }: Pick<LogisticModel, 'means' | 'scales'>): number[] {
  return means.map((middle, index) => ((row[index] ?? 0) - middle) / (scales[index] ?? 1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviation(values: readonly number[], middle: number): number {
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
