import { isErrorAction } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { CompareMessage } from '../../protocol.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const readers: WishReaders<CompareMessage> = {
  ready: bare('ready'),
  resync: bare('resync'),
  run: bare('run'),
  'run-simulated': bare('run-simulated'),
  stop: bare('stop'),
  'choose-models': bare('choose-models'),
  'rerun-target': aboutTarget('rerun-target'),
  'stop-target': aboutTarget('stop-target'),
  'view-request': ({ target, round }) =>
    typeof target === 'string' && (round === undefined || isRoundNumber(round))
      ? { type: 'view-request', target, ...defined({ round }) }
      : undefined,
  'copy-answer': aboutTarget('copy-answer'),
  'copy-curl': aboutTarget('copy-curl'),
  'save-answer': aboutTarget('save-answer'),
  'keep-answer': aboutTarget('keep-answer'),
  'set-inputs': ({ inputs }) => (isJsonObject(inputs) ? { type: 'set-inputs', inputs } : undefined),
  'remove-model': ({ model }) => (typeof model === 'string' ? { type: 'remove-model', model } : undefined),
  'error-action': ({ action, target }) =>
    isErrorAction(action)
      ? { type: 'error-action', action, ...defined({ target: typeof target === 'string' ? target : undefined }) }
      : undefined,
  'open-diff': ({ left, right }) =>
    typeof left === 'string' && typeof right === 'string' ? { type: 'open-diff', left, right } : undefined,
  'open-run': ({ runId }) => (typeof runId === 'string' ? { type: 'open-run', runId } : undefined),
  'open-link': ({ url }) => (typeof url === 'string' ? { type: 'open-link', url } : undefined),
};

/** A message from the compare panel after its check; undefined for anything else. */
export function parseCompareMessage(sent: unknown): CompareMessage | undefined {
  return readWish(sent, { maxSize: 2_000_000, readers });
}

function isRoundNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function aboutTarget<Type extends string>(type: Type) {
  return ({ target }: JsonObject) => (typeof target === 'string' ? { type, target } : undefined);
}
