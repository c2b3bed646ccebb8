/** Seconds that a call waits for the end of what it has started, unless it says otherwise. */
export const usualWait = 10;
