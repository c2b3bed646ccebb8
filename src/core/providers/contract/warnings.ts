import type { ModelWarning } from '../../messages.ts';

/** A request as it goes out, and what had to change on the way: never a silent drop. */
export interface MappedRequest<Body> {
  readonly body: Body;
  readonly warnings: readonly ModelWarning[];
}

/** Collects what a mapping could not carry over. Each method gives the value to send, so that mapping stays one expression. */
export class Warnings {
  readonly list: ModelWarning[] = [];

  add(field: string, action: ModelWarning['action'], message: string): void {
    this.list.push({ field, action, message });
  }

  /** Something else was sent than was asked for. */
  replace(field: string, sent: number | string, message: string): void {
    this.list.push({ field, action: 'clamped', message, sent });
  }

  /** Undefined, with a warning when there was something to drop. */
  drop(field: string, value: unknown, why: string): undefined {
    if (value !== undefined) this.add(field, 'dropped', why);
    return undefined;
  }

  /** The value, inside the limits. */
  clamp(field: string, value: number | undefined, [least, most]: readonly [number, number]): number | undefined {
    if (value === undefined) return undefined;
    const inside = Math.min(most, Math.max(least, value));
    if (inside !== value)
      this.replace(field, inside, `${field} ${value} is outside ${least} to ${most}; ${inside} was sent.`);
    return inside;
  }
}
