import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes; with less, a run of many rows spends its time on collecting. */
const enough = 8_000_000;
const lookEveryMs = 20;

/**
 * Stops the growth of the space in which new objects are made. V8 would let it have 128 MB where thousands of rows are read, which is
 * no faster and often more than all that a run holds. A running process can only say by what factor the space grows: V8 reads that
 * anew each time it is about to.
 */
export function holdYoungHeap(): void {
  setGrowth(1);
}

/** Lets it grow to 8 MB and then no more; from the first turn that the work gives the process, so that the end can be seen. */
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
