import type { ImproveSetup, ImproveView } from '../../../core/improve/improvePage.ts';
import type { ImproveMessage } from '../../../protocol.ts';

/** The data from which the page of an improvement is drawn, and its way to the host. */
export interface ImproveContext {
  readonly setup: ImproveSetup;
  /** Null before it has begun. */
  readonly view: ImproveView | null;
  post(message: ImproveMessage): void;
}
