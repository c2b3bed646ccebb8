import type { ModelWarning } from '../../messages.ts';

/** A request as it goes out, with the changes that had to be made: nothing is dropped silently. */
export interface MappedRequest<Body> {
  readonly body: Body;
  readonly warnings: readonly ModelWarning[];
}

/**
 * Collects the settings that a mapping could not carry over. Each method returns the value to send, so that a mapping stays one expression.
 */
export class Warnings {
  readonly list: ModelWarning[] = [];

  add(field: string, action: ModelWarning['action'], message: string): void {
    this.list.push({ field, action, message });
  }

  /** Records that another value was sent than the one that was asked for. */
  replace(field: string, sent: number | string, message: string): void {
    this.list.push({ field, action: 'clamped', message, sent });
  }

  /** Returns undefined, and records a warning when there was something to drop. */
  drop(field: string, value: unknown, why: string): undefined {
    if (value !== undefined) this.add(field, 'dropped', why);
    return undefined;
  }

  /** Returns the value, moved inside the limits. */
  clamp(field: string, value: number | undefined, [least, most]: readonly [number, number]): number | undefined {
    if (value === undefined) return undefined;
    const inside = Math.min(most, Math.max(least, value));
    if (inside !== value)
      this.replace(field, inside, `${field} ${value} is outside ${least} to ${most}; ${inside} was sent.`);
    return inside;
  }
}
