import type { ErrorCode } from '../errors.ts';
import type { FinishReason } from '../messages.ts';
import type { MoveCause } from './route.ts';

/** The meaning of a failure for a route; undefined where no other target could do better (the file or our own side is wrong). */
export function causeOfError(code: ErrorCode): MoveCause | undefined {
  return causes[code];
}

/** The thing that an answer lacks; undefined when it is whole. */
export function causeOfAnswer(finishReason: FinishReason): MoveCause | undefined {
  if (finishReason === 'content-filter') return 'content-policy';
  if (finishReason === 'refusal') return 'refusal';
  return finishReason === 'length' ? 'cut' : undefined;
}

const causes: Readonly<Partial<Record<ErrorCode, MoveCause>>> = {
  'missing-key': 'access',
  'invalid-key': 'access',
  'permission-denied': 'access',
  billing: 'access',
  'model-not-found': 'access',
  'wrong-address': 'access',
  'unknown-provider': 'access',
  'key-origin-mismatch': 'access',
  'editor-model-denied': 'access',
  'editor-model-missing': 'access',
  'request-rejected': 'rejected',
  'too-large': 'rejected',
  'context-too-long': 'context-too-long',
  'rate-limited': 'rate-limit',
  overloaded: 'overloaded',
  'server-error': 'server',
  'provider-error': 'server',
  'unexpected-response': 'server',
  'connection-refused': 'network',
  'connection-failed': 'network',
  'host-not-found': 'network',
  certificate: 'network',
  proxy: 'network',
  'redirect-refused': 'network',
  incomplete: 'incomplete',
  'timeout-connect': 'timeout',
  'timeout-first-byte': 'timeout',
  'timeout-idle': 'timeout',
  'timeout-total': 'timeout',
};

/** The causes for which another try at the same target is worth it. */
const passing: ReadonlySet<MoveCause> = new Set([
  'rate-limit',
  'overloaded',
  'server',
  'timeout',
  'network',
  'incomplete',
]);

/** True for a cause that another try at the same target may escape. */
export function mayPass(cause: MoveCause): boolean {
  return passing.has(cause);
}

/** True for a cause that says something about the target, not about the request: such failures count for its rest. */
export function isTargetFault(cause: MoveCause): boolean {
  return passing.has(cause) || cause === 'access';
}
