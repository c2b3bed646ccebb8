import type { RequestSize } from '../plan/requestSize.ts';

/** A request whose end something in the run waits for, with its size. */
export abstract class AwaitedRequest {
  readonly isAwaited = true;
  readonly id: string;
  readonly tokens: number;
  readonly maxCost: number;

  constructor({ id, size }: { readonly id: string; readonly size: RequestSize }) {
    this.id = id;
    this.tokens = size.tokens;
    this.maxCost = size.maxCost;
  }
}
