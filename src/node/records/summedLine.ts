import { hash } from 'node:crypto';

const endLength = 20;

/** Writes an object as one line of JSON with a checksum at the end, so that a bit that flips on a disk is noticed. */
export function summedLine(value: object): string {
  const body = JSON.stringify(value).slice(0, -1);
  return `${body},"sum":"${sumOf(body)}"}`;
}

/**
 * The JSON of a line without its checksum. `json` is undefined where the checksum does not fit. Lines of older releases have no checksum.
 */
export function openLine(line: string): { readonly hasSum: boolean; readonly json: string | undefined } {
  const [end, sum] = /,"sum":"([0-9a-f]{8})"\}$/.exec(line.slice(-endLength)) ?? [];
  if (end === undefined) return { hasSum: false, json: line };
  const body = line.slice(0, -end.length);
  return { hasSum: true, json: sumOf(body) === sum ? `${body}}` : undefined };
}

function sumOf(text: string): string {
  return hash('sha256', text).slice(0, 8);
}
