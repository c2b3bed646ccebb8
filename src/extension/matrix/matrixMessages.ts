import { isErrorAction } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { isChoice } from '../../core/people/choiceLines.ts';
import { isVerdict } from '../../core/people/verdictLines.ts';
import { isResultFormat } from '../../core/reports/resultFormats.ts';
import type { MatrixMessage } from '../../protocol.ts';
import { readAnswer } from '../editor/readAnswer.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

/** Limit of requests at once; a larger number is not meant seriously. */
const mostAtOnce = 200;

const readers: WishReaders<MatrixMessage> = {
  ready: bare('ready'),
  resync: bare('resync'),
  run: bare('run'),
  'run-failed': bare('run-failed'),
  stop: bare('stop'),
  resume: bare('resume'),
  'raise-limit': bare('raise-limit'),
  'collect-batch': bare('collect-batch'),
  improve: bare('improve'),
  'improve-judge': ({ check }) => (typeof check === 'string' ? { type: 'improve-judge', check } : undefined),
  'retry-recording': bare('retry-recording'),
  'close-row': bare('close-row'),
  'use-todays-prices': bare('use-todays-prices'),
  'use-own-prices': bare('use-own-prices'),
  'open-row': aboutCase('open-row'),
  'show-case': aboutCase('show-case'),
  'rerun-case': aboutCase('rerun-case'),
  'rerun-cell': aboutAnswer('rerun-cell'),
  'accept-answer': aboutAnswer('accept-answer'),
  'keep-as-test-case': aboutAnswer('keep-as-test-case'),
  'open-expected-diff': aboutAnswer('open-expected-diff'),
  'copy-answer': aboutAnswer('copy-answer'),
  note: (about) => withCriterion(aboutAnswer('note')(about), about),
  judge: ({ verdict, ...about }) => {
    const answer = withCriterion(aboutAnswer('judge')(about), about);
    return answer && isVerdict(verdict) ? { ...answer, verdict } : undefined;
  },
  review: bare('review'),
  'leave-review': bare('leave-review'),
  'review-undo': bare('review-undo'),
  'review-verdict': ({ item, verdict }) =>
    typeof item === 'string' && isVerdict(verdict) && verdict !== null
      ? { type: 'review-verdict', item, verdict }
      : undefined,
  'review-note': ({ item }) => (typeof item === 'string' ? { type: 'review-note', item } : undefined),
  'review-move': ({ step }) => (step === 1 || step === -1 ? { type: 'review-move', step } : undefined),
  choose: bare('choose'),
  'leave-choice': bare('leave-choice'),
  'choice-undo': bare('choice-undo'),
  'choice-made': ({ item, choice }) =>
    typeof item === 'string' && isChoice(choice) && choice !== null ? { type: 'choice-made', item, choice } : undefined,
  'choice-move': ({ step }) => (step === 1 || step === -1 ? { type: 'choice-move', step } : undefined),
  'open-diff': ({ caseId, left: from, right: to }) => {
    const [left, right] = [readAnswer(from), readAnswer(to)];
    return typeof caseId === 'string' && left && right ? { type: 'open-diff', caseId, left, right } : undefined;
  },
  'view-request': ({ round, ...about }) => {
    const answer = aboutAnswer('view-request')(about);
    const isPlace = round === undefined || isWhole(round, { from: 1, to: Number.MAX_SAFE_INTEGER });
    return answer && isPlace ? { ...answer, ...defined({ round }) } : undefined;
  },
  'open-run': ({ runId }) => (typeof runId === 'string' ? { type: 'open-run', runId } : undefined),
  export: ({ format }) => (isResultFormat(format) ? { type: 'export', format } : undefined),
  'set-concurrency': ({ lane, concurrency }) =>
    typeof lane === 'number' && isWhole(concurrency, { from: 1, to: mostAtOnce })
      ? { type: 'set-concurrency', lane, concurrency }
      : undefined,
  'error-action': ({ action }) => (isErrorAction(action) ? { type: 'error-action', action } : undefined),
  'open-link': ({ url }) => (typeof url === 'string' ? { type: 'open-link', url } : undefined),
};

/** A message from the matrix after its check; undefined for anything else. */
export function parseMatrixMessage(sent: unknown): MatrixMessage | undefined {
  return readWish(sent, { maxSize: 100_000, readers });
}

function aboutCase<Type extends string>(type: Type) {
  return ({ caseId }: JsonObject) => (typeof caseId === 'string' ? { type, caseId } : undefined);
}

function aboutAnswer<Type extends string>(type: Type) {
  return ({ caseId, target, repeat }: JsonObject) =>
    typeof caseId === 'string' &&
    typeof target === 'string' &&
    isWhole(repeat, { from: 0, to: Number.MAX_SAFE_INTEGER })
      ? { type, caseId, target, repeat }
      : undefined;
}

function withCriterion<Answer extends object>(answer: Answer | undefined, { criterion }: JsonObject) {
  if (criterion === undefined) return answer;
  return answer && typeof criterion === 'string' ? { ...answer, criterion } : undefined;
}

function isWhole(value: unknown, { from, to }: { readonly from: number; readonly to: number }): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}
