import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Message } from '../../src/core/messages.ts';
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
  const events = readJournal(storage, runId)?.events ?? [];
  const heldOut = new Set(
    events.flatMap((event) => (event.type === 'run-started' ? (event.improve?.split.heldOut ?? []) : [])),
  );
  const cells = events.flatMap((event) => (event.type === 'run-extended' ? event.cells : []));
  const reflections = cells.filter(({ target }) => target.startsWith('reflecting, '));
  const others = new Set(cells.filter(({ caseId }) => !heldOut.has(caseId)).flatMap(({ inputs }) => partsOf(inputs)));
  const rows = new Map(cells.filter(({ caseId }) => heldOut.has(caseId)).map((cell) => [cell.caseId, cell.inputs]));
  const seen = reflections.flatMap(({ caseId: request, messages }) => {
    const text = textOf(messages);
    return [...rows].flatMap(([row, inputs]) =>
      partsOf(inputs).some((part) => !others.has(part) && text.includes(part)) ? [`${row} in ${request}`] : [],
    );
  });
  return { requests: reflections.length, rows: rows.size, seen };
}

/** The values of a row, whole and in pieces. */
function partsOf(inputs: object): readonly string[] {
  return Object.values(inputs).flatMap((value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const pieces = Array.from({ length: Math.floor(text.length / shortest) }, (_, index) =>
      text.slice(index * shortest, (index + 1) * shortest),
    );
    return [text, ...pieces];
  });
}

function textOf(messages: readonly Message[]): string {
  return messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))).join('\n');
}
