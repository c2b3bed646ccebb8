import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Message } from '../../src/core/messages.ts';
import type { RunEvent } from '../../src/core/run/events.ts';
import { readJournal } from '../../src/node/records/journal.ts';

/** What a search of the journals of improvements came to. */
export interface HeldOutSearch {
  /** The requests to reflecting models that were searched. */
  readonly requests: number;
  /** Held-out rows that were looked for. */
  readonly rows: number;
  /** `ID of a case in REQUEST` for each held-out row of which a part stands in a request. */
  readonly seen: readonly string[];
}

/** Parts that are shorter may stand in other rows too. */
const shortest = 20;

/** Searches every request to a reflecting model in every journal for any part of a held-out row. `storage` holds `runs/`. */
export function searchForHeldOutRows(storage: string): HeldOutSearch {
  const found = readdirSync(path.join(storage, 'runs'))
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => searchRun(storage, name.slice(0, -'.jsonl'.length)));
  return {
    requests: found.reduce((sum, { requests }) => sum + requests, 0),
    rows: found.reduce((sum, { rows }) => sum + rows, 0),
    seen: found.flatMap(({ seen }) => seen),
  };
}

function searchRun(storage: string, runId: string): HeldOutSearch {
  return searchEvents(readJournal(storage, runId)?.events ?? []);
}

/** Searches the requests of one run. What stands in a row that may be shown, or in the prompt, tells nothing of a held-out row. */
export function searchEvents(events: readonly RunEvent[]): HeldOutSearch {
  const head = events.flatMap((event) => (event.type === 'run-started' && event.improve ? [event.improve] : []))[0];
  const heldOut = new Set(head?.split.heldOut);
  const cells = events.flatMap((event) => (event.type === 'run-extended' ? event.cells : []));
  const reflections = cells.filter(({ target }) => target.startsWith('reflecting, '));
  const shown = cells.filter(({ caseId, target }) => !heldOut.has(caseId) && !target.startsWith('reflecting, '));
  const known = [head?.text ?? '', ...shown.flatMap(({ inputs }) => textsOf(inputs))].join('\n');
  const rows = new Map(
    cells
      .filter(({ caseId }) => heldOut.has(caseId))
      .map(({ caseId, inputs }) => [caseId, piecesOf(inputs).filter((piece) => !known.includes(piece))]),
  );
  const seen = reflections.flatMap(({ caseId: request, messages }) => {
    const text = textOf(messages);
    return [...rows].flatMap(([row, pieces]) =>
      pieces.some((piece) => text.includes(piece)) ? [`${row} in ${request}`] : [],
    );
  });
  return { requests: reflections.length, rows: rows.size, seen };
}

/** The values of a row, whole and in pieces that overlap by half. */
function piecesOf(inputs: object): readonly string[] {
  return textsOf(inputs).flatMap((text) => {
    const starts = Array.from(
      { length: Math.floor((2 * text.length) / shortest) },
      (_, index) => (index * shortest) / 2,
    );
    return [text, ...starts.map((at) => text.slice(at, at + shortest)).filter(({ length }) => length === shortest)];
  });
}

function textsOf(inputs: object): readonly string[] {
  return Object.values(inputs).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
}

function textOf(messages: readonly Message[]): string {
  return messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))).join('\n');
}
