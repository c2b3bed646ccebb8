import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { conformanceFiles, conformanceFolder } from './data.ts';

const folder = 'tool-loops';

/** A scripted loop: what the model says in each turn, and on each wire what has to be sent for it. */
export interface ScriptedLoop {
  readonly id: string;
  readonly data: JsonObject;
  readonly wires: readonly string[];
}

export function scriptedLoops(): readonly ScriptedLoop[] {
  return conformanceFiles(folder, '*.json').map(({ path: file, text }) => {
    const data: JsonValue = JSON.parse(text);
    if (!isJsonObject(data)) throw new Error(`${file} holds no loop`);
    return { id: textAt(data, 'id') ?? file, data, wires: Object.keys(objectAt(data, 'wires') ?? {}) };
  });
}

/** What a comparison found: problems are wrong, soft ones worth a look. */
export interface Comparison {
  readonly problems: readonly string[];
  readonly soft: readonly string[];
}

export type CompareRun = (loop: JsonObject, wire: string, bodies: readonly JsonValue[]) => unknown;

/** The comparison that lies beside the loops. */
export async function loadComparison(): Promise<(loop: ScriptedLoop, wire: string, bodies: JsonValue[]) => Comparison> {
  const file = path.join(conformanceFolder(folder) ?? '', 'compare.mjs');
  const loaded: { readonly compareRun: CompareRun } = await import(pathToFileURL(file).href);
  return ({ data }, wire, bodies) => {
    const found = loaded.compareRun(data, wire, bodies);
    return { problems: findings(found, 'problems'), soft: findings(found, 'soft') };
  };
}

function findings(found: unknown, kind: string): string[] {
  return listAt(found, kind).map((entry) => `${textAt(entry, 'path') ?? ''}: ${textAt(entry, 'problem') ?? ''}`);
}
