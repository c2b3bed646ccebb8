import { isErrorAction } from '../../core/errors.ts';
import type { ImproveOptions } from '../../core/improve/improvePage.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { mostExamples } from '../../core/run/improveHead.ts';
import type { ImproveMessage } from '../../protocol.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const mostCalls = 100_000;

const readers: WishReaders<ImproveMessage> = {
  ready: bare('ready'),
  start: bare('start'),
  stop: bare('stop'),
  resume: bare('resume'),
  'begin-anew': bare('begin-anew'),
  'choose-reflect': bare('choose-reflect'),
  'set-options': ({ options }) => {
    const read = readOptions(options);
    return read && { type: 'set-options', options: read };
  },
  'open-diff': aboutWording('open-diff'),
  accept: aboutWording('accept'),
  'take-parts': aboutWording('take-parts'),
  'show-case': ({ caseId }) => (typeof caseId === 'string' ? { type: 'show-case', caseId } : undefined),
  'error-action': ({ action }) => (isErrorAction(action) ? { type: 'error-action', action } : undefined),
};

/** A message from the page of an improvement after its check; undefined for anything else. */
export function parseImproveMessage(sent: unknown): ImproveMessage | undefined {
  return readWish(sent, { maxSize: 100_000, readers });
}

function readOptions(sent: JsonValue | undefined): ImproveOptions | undefined {
  if (!isJsonObject(sent)) return undefined;
  const { reflect, target, maxCalls, maxCost, shorter, aim, examples, batch } = sent;
  const isWhole = typeof maxCalls === 'number' && Number.isInteger(maxCalls) && maxCalls > 0 && maxCalls <= mostCalls;
  if (typeof reflect !== 'string' || typeof target !== 'string' || !isWhole) return undefined;
  if (maxCost !== undefined && !(typeof maxCost === 'number' && maxCost > 0)) return undefined;
  if (!(typeof examples === 'number' && Number.isInteger(examples) && examples >= 0 && examples <= mostExamples))
    return undefined;
  const chosen = { reflect, target, maxCalls, examples, shorter: shorter === true, batch: batch === true };
  if (aim !== undefined && typeof aim !== 'string') return undefined;
  return { ...chosen, ...defined({ maxCost, aim }) };
}

function aboutWording<Type extends string>(type: Type) {
  return ({ wording }: JsonObject) =>
    typeof wording === 'number' && Number.isInteger(wording) ? { type, wording } : undefined;
}
