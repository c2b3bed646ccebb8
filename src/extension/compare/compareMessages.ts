import { isErrorAction } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { isVerdict } from '../../core/people/verdictLines.ts';
import { mostAnswersOfColumn } from '../../core/plan/planVariants.ts';
import type { CallReply } from '../../core/run/callReply.ts';
import type { CompareMessage } from '../../protocol.ts';
import { readAnswer } from '../editor/readAnswer.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const readers: WishReaders<CompareMessage> = {
  ready: bare('ready'),
  resync: bare('resync'),
  run: bare('run'),
  'run-simulated': bare('run-simulated'),
  stop: bare('stop'),
  'choose-models': bare('choose-models'),
  'choose-columns': bare('choose-columns'),
  'choose-row': bare('choose-row'),
  'next-row': bare('next-row'),
  'previous-row': bare('previous-row'),
  'leave-row': bare('leave-row'),
  'rerun-target': aboutTarget('rerun-target'),
  'stop-target': aboutTarget('stop-target'),
  'view-request': ({ round, ...about }) => {
    const answer = readAnswer(about);
    return answer && (round === undefined || isPlace(round))
      ? { type: 'view-request', ...answer, ...defined({ round }) }
      : undefined;
  },
  'take-up-calls': aboutAnswer('take-up-calls'),
  'answer-call': ({ reply, keep, ...about }) => {
    const [answer, read] = [readAnswer(about), readReply(reply)];
    if (!answer || !read) return undefined;
    return { type: 'answer-call', ...answer, reply: read, ...(keep === true ? { keep } : {}) };
  },
  'keep-mock': ({ round, call, ...about }) => {
    const answer = readAnswer(about);
    return answer && isPlace(round) && isPlace(call) ? { type: 'keep-mock', ...answer, round, call } : undefined;
  },
  'follow-up': ({ targets, text }) =>
    Array.isArray(targets) && typeof text === 'string' && text.trim() !== ''
      ? { type: 'follow-up', targets: targets.filter((target) => typeof target === 'string'), text }
      : undefined,
  note: aboutAnswer('note'),
  judge: ({ verdict, ...about }) => {
    const answer = readAnswer(about);
    return answer && isVerdict(verdict) ? { type: 'judge', ...answer, verdict } : undefined;
  },
  'keep-conversation': aboutAnswer('keep-conversation'),
  'copy-answer': aboutAnswer('copy-answer'),
  'copy-curl': aboutAnswer('copy-curl'),
  'save-answer': aboutAnswer('save-answer'),
  'keep-answer': aboutAnswer('keep-answer'),
  'set-repeats': ({ repeats }) =>
    isPlace(repeats) && repeats <= mostAnswersOfColumn ? { type: 'set-repeats', repeats } : undefined,
  'set-inputs': ({ inputs }) => (isJsonObject(inputs) ? { type: 'set-inputs', inputs } : undefined),
  'remove-model': ({ model }) => (typeof model === 'string' ? { type: 'remove-model', model } : undefined),
  'error-action': ({ action, target }) =>
    isErrorAction(action)
      ? { type: 'error-action', action, ...defined({ target: typeof target === 'string' ? target : undefined }) }
      : undefined,
  'open-diff': (sent) => {
    const [left, right] = [readAnswer(sent['left']), sent['right']];
    const other = right === 'previous-run' ? right : readAnswer(right);
    return left && other ? { type: 'open-diff', left, right: other } : undefined;
  },
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

function aboutAnswer<Type extends string>(type: Type) {
  return (sent: JsonObject) => {
    const answer = readAnswer(sent);
    return answer && { type, ...answer };
  };
}

function aboutTarget<Type extends string>(type: Type) {
  return ({ target }: JsonObject) => (typeof target === 'string' ? { type, target } : undefined);
}
