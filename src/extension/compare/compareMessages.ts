import { isErrorAction } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { CallReply } from '../../core/run/callReply.ts';
import type { CompareMessage } from '../../protocol.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const readers: WishReaders<CompareMessage> = {
  ready: bare('ready'),
  resync: bare('resync'),
  run: bare('run'),
  'run-simulated': bare('run-simulated'),
  stop: bare('stop'),
  'choose-models': bare('choose-models'),
  'choose-row': bare('choose-row'),
  'next-row': bare('next-row'),
  'previous-row': bare('previous-row'),
  'leave-row': bare('leave-row'),
  'rerun-target': aboutTarget('rerun-target'),
  'stop-target': aboutTarget('stop-target'),
  'view-request': ({ target, round }) =>
    typeof target === 'string' && (round === undefined || isPlace(round))
      ? { type: 'view-request', target, ...defined({ round }) }
      : undefined,
  'answer-call': ({ target, reply, keep }) => {
    const read = readReply(reply);
    if (typeof target !== 'string' || !read) return undefined;
    return { type: 'answer-call', target, reply: read, ...(keep === true ? { keep } : {}) };
  },
  'keep-mock': ({ target, round, call }) =>
    typeof target === 'string' && isPlace(round) && isPlace(call)
      ? { type: 'keep-mock', target, round, call }
      : undefined,
  'follow-up': ({ targets, text }) =>
    Array.isArray(targets) && typeof text === 'string' && text.trim() !== ''
      ? { type: 'follow-up', targets: targets.filter((target) => typeof target === 'string'), text }
      : undefined,
  'keep-conversation': aboutTarget('keep-conversation'),
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

function readReply(reply: JsonValue | undefined): CallReply | undefined {
  if (!isJsonObject(reply)) return undefined;
  const { type, output, message } = reply;
  if (type === 'result' && typeof output === 'string') return { type, output };
  if (type === 'error' && typeof message === 'string') return { type, message };
  return type === 'end' ? { type } : undefined;
}

/** True for a place in a list, from 1. */
function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function aboutTarget<Type extends string>(type: Type) {
  return ({ target }: JsonObject) => (typeof target === 'string' ? { type, target } : undefined);
}
