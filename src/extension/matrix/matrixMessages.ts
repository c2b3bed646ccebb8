import type { ErrorAction } from '../../core/errors.ts';
import { errorKinds } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { isResultFormat } from '../../core/run/reports/resultFormats.ts';
import type { MatrixMessage } from '../../protocol.ts';
import { plainMessage } from '../plainMessage.ts';

/** A message larger than this did not come from our panel. Characters of JSON. */
const maxSize = 100_000;
/** Nobody means more requests at once than this. */
const mostAtOnce = 200;

const bare = [
  'ready',
  'resync',
  'run',
  'run-failed',
  'stop',
  'resume',
  'raise-limit',
  'collect-batch',
  'retry-recording',
  'close-row',
  'use-todays-prices',
  'use-own-prices',
] as const;
const aboutCase = ['open-row', 'show-case', 'rerun-case'] as const;
const aboutAnswer = ['rerun-cell', 'accept-answer', 'keep-as-test-case', 'open-expected-diff', 'copy-answer'] as const;
const actions: ReadonlySet<string> = new Set(Object.values(errorKinds).map((kind) => kind.action));

/** A message from the matrix, checked; undefined for anything that is not one. The panel shows hostile text, so nothing is believed. */
export function parseMatrixMessage(sent: unknown): MatrixMessage | undefined {
  const raw = plainMessage(sent, maxSize);
  if (!raw) return undefined;
  const type = bare.find((name) => name === raw['type']);
  if (type) return { type };
  return typeof raw['caseId'] === 'string' ? parseAboutCase(raw, raw['caseId']) : parseOther(raw);
}

function parseAboutCase(raw: JsonObject, caseId: string): MatrixMessage | undefined {
  const { type, target, repeat, left, right } = raw;
  const caseType = aboutCase.find((name) => name === type);
  if (caseType) return { type: caseType, caseId };
  const answerType = aboutAnswer.find((name) => name === type);
  if (answerType && typeof target === 'string' && isRepeat(repeat)) return { type: answerType, caseId, target, repeat };
  if (type === 'open-diff' && typeof left === 'string' && typeof right === 'string')
    return { type, caseId, left, right };
  return undefined;
}

function parseOther({ type, runId, format, lane, concurrency, action, url }: JsonObject): MatrixMessage | undefined {
  if (type === 'open-run' && typeof runId === 'string') return { type, runId };
  if (type === 'export' && isResultFormat(format)) return { type, format };
  if (type === 'set-concurrency' && typeof lane === 'number' && isConcurrency(concurrency))
    return { type, lane, concurrency };
  if (type === 'error-action' && isAction(action)) return { type, action };
  if (type === 'open-link' && typeof url === 'string') return { type, url };
  return undefined;
}

function isRepeat(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isConcurrency(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostAtOnce;
}

function isAction(value: unknown): value is ErrorAction {
  return typeof value === 'string' && actions.has(value);
}
