import type { ErrorAction } from '../../core/errors.ts';
import { errorKinds } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import type { PanelMessage } from '../../protocol.ts';
import { plainMessage } from '../plainMessage.ts';

/** A message larger than this did not come from our panel. Characters of JSON. */
const maxSize = 2_000_000;

const bare = ['ready', 'resync', 'run', 'run-simulated', 'stop', 'choose-models'] as const;
const aboutTarget = [
  'rerun-target',
  'stop-target',
  'view-request',
  'copy-answer',
  'copy-curl',
  'save-answer',
  'keep-answer',
] as const;
const actions: ReadonlySet<string> = new Set(Object.values(errorKinds).map((kind) => kind.action));

/** A message from the panel, checked; undefined for anything that is not one. The panel shows hostile text, so nothing is believed. */
export function parsePanelMessage(sent: unknown): PanelMessage | undefined {
  const raw = plainMessage(sent, maxSize);
  if (!raw) return undefined;
  const type = bare.find((name) => name === raw['type']);
  if (type) return { type };
  const targetType = aboutTarget.find((name) => name === raw['type']);
  if (targetType) return typeof raw['target'] === 'string' ? { type: targetType, target: raw['target'] } : undefined;
  return parseOther(raw);
}

function parseOther(raw: JsonObject): PanelMessage | undefined {
  const { type, inputs, model, action, target, left, right, runId, url } = raw;
  if (type === 'set-inputs' && isJsonObject(inputs)) return { type, inputs };
  if (type === 'remove-model' && typeof model === 'string') return { type, model };
  if (type === 'error-action' && isAction(action))
    return { type, action, ...(typeof target === 'string' ? { target } : {}) };
  if (type === 'open-diff' && typeof left === 'string' && typeof right === 'string') return { type, left, right };
  if (type === 'open-run' && typeof runId === 'string') return { type, runId };
  if (type === 'open-link' && typeof url === 'string') return { type, url };
  return undefined;
}

function isAction(value: unknown): value is ErrorAction {
  return typeof value === 'string' && actions.has(value);
}
