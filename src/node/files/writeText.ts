/** Puts text behind the end of an open file and gives how many bytes went there; tests give one that fails. */
export type WriteText = (descriptor: number, bytes: Uint8Array) => number;
