import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';

const refusals: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO']);

/** Turns a failure of the disk into a sentence; `what` says what cannot be done, without a full stop. */
export function storageError(what: string, cause: unknown, hint?: string): PolypromptError {
  return new PolypromptError('storage', `${what} (${codeOf(cause) ?? 'unknown reason'}).`, {
    ...defined({ hint }),
    cause,
  });
}

/** True for an error of `storageError` which says that the disk is full, read-only or broken; false where a name is wrong. */
export function isDiskRefusal(error: unknown): boolean {
  const isStorage = error instanceof PolypromptError && error.code === 'storage';
  return isStorage && refusals.has(codeOf(error.cause) ?? '');
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
