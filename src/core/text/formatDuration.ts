/** A measured time in at most three significant digits: `0.41 s`, `12.3 s`, `1 min 31 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds >= 59.95) {
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  if (seconds < 0.005) return '<0.01 s';
  return `${seconds.toFixed(seconds >= 0.995 ? 1 : 2)} s`;
}

/** A running time: it always has one decimal, so that the figure does not change its width while it ticks. */
export function formatRunningTime(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatDuration(milliseconds);
}
