/** Writes text behind the end of an open file and gives how many bytes were written. Tests pass one that fails. */
export type WriteText = (descriptor: number, bytes: Uint8Array) => number;
