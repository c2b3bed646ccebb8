import { type MoveCause, moveCauses } from '../routing/route.ts';

/** Trouble that is added to a simulation. Shares are of its requests, 0 to 1. */
export interface Outage {
  /** A provider (`openai`), or one model (`openai/gpt-5.6-luna`). */
  readonly target: string;
  readonly cause: MoveCause;
  /** The share (0 to 1) of the requests in its time that meet it. */
  readonly share: number;
  /** The point of the simulation (0 to 1) at which it begins; `to` is that at which it ends. */
  readonly from: number;
  readonly to: number;
  readonly retryAfterMs?: number;
  /** Milliseconds until a request has failed. */
  readonly afterMs: number;
}

/** The trouble that a request meets at this point of the run; undefined when it is answered. */
export function outageAt(
  outages: readonly Outage[],
  model: string,
  { progress, random }: { readonly progress: number; readonly random: () => number },
): Outage | undefined {
  return outages.find(
    ({ target, from, to, share }) =>
      (model === target || model.startsWith(`${target}/`)) &&
      progress >= from &&
      progress < to &&
      (share >= 1 || random() < share),
  );
}

const words: Readonly<Record<string, Pick<Outage, 'cause' | 'afterMs'> & { readonly retryAfterMs?: number }>> = {
  down: { cause: 'network', afterMs: 50 },
  errors: { cause: 'server', afterMs: 200 },
  limited: { cause: 'rate-limit', afterMs: 50, retryAfterMs: 20_000 },
  slow: { cause: 'timeout', afterMs: 30_000 },
};

/**
 * Reads trouble: `openai=down:10%` (away for a tenth of the time, in the middle), `openai=errors:30%` (three of ten requests fail, all the
 * time), `openai/x=limited:5%` (refused as too many for a twentieth of the time), `openai=slow:2%`, or a cause of routes in place of the
 * word. Undefined when it is written in another way.
 */
export function readOutage(text: string): Outage | undefined {
  const [, target, word = '', percent] = /^([^=\s]+)=([a-z-]+):(\d+(?:\.\d+)?)%$/.exec(text.trim()) ?? [];
  const cause = moveCauses.find((known) => known === word);
  const kind = Object.hasOwn(words, word) ? words[word] : cause && { cause, afterMs: 200 };
  const share = Number(percent) / 100;
  if (target === undefined || !kind || !(share > 0 && share <= 1)) return undefined;
  const isWindow = word === 'down' || word === 'limited';
  if (!isWindow) return { target, ...kind, share, from: 0, to: 1 };
  // The shares are kept in thousandths of a percent, so that a fifth of the time is a fifth of the requests.
  const from = Math.round((1 - share) * 50_000) / 100_000;
  return { target, ...kind, share: 1, from, to: Math.round((from + share) * 100_000) / 100_000 };
}
