/** The standard normal distribution: the chance of a value below `z`. The absolute error is below 1e-15 for |z| < 8. */
export function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z);
  if (z > 8) return 1;
  // Phi(z) = 1/2 + phi(z) (z + z^3/3 + z^5/(3*5) + ...), whose terms are all positive: nothing cancels.
  let [term, sum] = [z, 0];
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return 0.5 + density(z) * sum;
}

/** The `z` below which a standard normal value stays with this probability; undefined outside of 0 to 1 (both exclusive). */
export function normalQuantile(probability: number): number | undefined {
  if (!(probability > 0 && probability < 1)) return undefined;
  return probability < 0.5 ? -upperQuantile(1 - probability) : upperQuantile(probability);
}

/** Newton's steps from 0: above it the distribution is concave, so that they come nearer from below and never step over. */
function upperQuantile(probability: number): number {
  let z = 0;
  for (let step = 1; step > 1e-15 && z < 8; z += step) step = (probability - normalCdf(z)) / density(z);
  return z;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
