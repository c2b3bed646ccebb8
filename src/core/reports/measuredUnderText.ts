/** The remark on p50 and p95 where our own requests may have slowed one another. */
export function measuredUnderText(atOnce: number): string {
  return `p50 and p95 were measured with ${atOnce} requests under way at once`;
}
