import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Size in bytes. With less, a run of many cells spends its time on collecting garbage. */
const enough = 8_000_000;
const lookEveryMs = 20;

/**
 * Limits the space in which V8 makes new objects. V8 would let it grow to 128 MB where thousands of rows are read, which is no faster and
 * often more than all that a run holds. A running process can only change the factor by which the space grows, which V8 reads each time it
 * is about to grow.
 */
export function holdYoungHeap(): void {
  setGrowth(1);
}

/**
 * Lets the space grow to 8 MB and then no more. The watch begins at the first turn that the work gives the process, so that it sees when
 * the size is reached.
 */
export function growYoungHeap(): void {
  const timer = setInterval(() => {
    if (youngBytes() < enough) return setGrowth(2);
    holdYoungHeap();
    clearInterval(timer);
  }, lookEveryMs);
  timer.unref();
}

function setGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
}
