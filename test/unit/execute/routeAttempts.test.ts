import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { RouteAttempts } from '../../../src/core/execute/routeAttempts.ts';
import type { StepEnd } from '../../../src/core/execute/stepRequest.ts';
import type { Cost } from '../../../src/core/pricing/cost.ts';
import type { AskReason } from '../../../src/core/routing/routeCommand.ts';
import type { CellResult } from '../../../src/core/run/events.ts';

const usd = (amount: number): Cost => ({ amount, basis: 'estimated', atLeast: false });

function answered(more: Partial<CellResult> = {}): StepEnd {
  const result: CellResult = {
    ...{ target: 'x/a', model: 'x/a', answer: 'yes', toolCalls: [], usage: null, cost: usd(1), servedModel: null },
    ...{ requestId: null, finishReason: 'stop', rawFinishReason: null, attempts: 1, warnings: [] },
    timing: { firstTokenMs: 50, totalMs: 100 },
    ...more,
  };
  return { type: 'answered', result };
}

const error = new PolypromptError('server-error', 'Oh no.', { retryAfterMs: 700 });
const failed = (more: Partial<Extract<StepEnd, { type: 'failed' }>> = {}): StepEnd => ({
  ...{ type: 'failed', error, partial: '', timing: { totalMs: 30 } },
  ...more,
});
const stopped: StepEnd = { type: 'stopped', timing: { totalMs: 40 } };

interface Tried {
  readonly end?: StepEnd;
  readonly reason?: AskReason;
  readonly isHidden?: boolean;
  readonly startedMs?: number;
}

/** Attempts at x/0, x/1 and so on; a token of a prompt costs a millionth of a dollar, and the prompt has a thousand. */
function attemptsOf(...all: readonly Tried[]) {
  const entries = all.map((_, index) => [`x/${index}`, { id: `x/${index}`, price: { input: 1, output: 2 } }] as const);
  const attempts = new RouteAttempts({ entries: new Map(entries) }, () => 1000);
  const ends = all.map(({ end, reason = 'first', isHidden = false, startedMs = 0 }, index) => {
    const number = attempts.begin({ model: `x/${index}`, route: 'r', reason }, startedMs, isHidden);
    return end && attempts.end(number, end);
  });
  return { attempts, ends };
}

describe('the end of an attempt as its route learns it', () => {
  it('has the cause and the times, and no cause where somebody stopped it', () => {
    const { ends } = attemptsOf(
      { end: answered() },
      { end: answered({ finishReason: 'length' }) },
      { end: failed() },
      { end: failed({ error: new PolypromptError('missing-input', 'No value.') }) },
      { end: stopped },
      { end: { type: 'stopped' } },
    );
    assert.deepEqual(ends, [
      { attempt: 0, isAnswered: true, firstTokenMs: 50, totalMs: 100 },
      { attempt: 1, isAnswered: true, cause: 'cut', firstTokenMs: 50, totalMs: 100 },
      { attempt: 2, isAnswered: false, cause: 'server', retryAfterMs: 700, totalMs: 30 },
      { attempt: 3, isAnswered: false, totalMs: 30 },
      { attempt: 4, isAnswered: false, totalMs: 40 },
      { attempt: 5, isAnswered: false, totalMs: 0 },
    ]);
  });
});

describe('the failure of a route that nothing answered', () => {
  it('is the last one that the reader could see', () => {
    const seen = failed({ partial: 'seen' });
    const { attempts } = attemptsOf(
      { end: failed() },
      { end: seen },
      { end: stopped },
      { end: answered(), isHidden: true },
      { end: failed(), isHidden: true },
      {},
    );
    assert.equal(attempts.lastFailure, seen);
    assert.equal(attemptsOf({ end: answered() }, { end: stopped }).attempts.lastFailure, undefined);
  });
});

describe('what the attempts of a route cost', () => {
  const cost = (...all: readonly Tried[]) => attemptsOf(...all).attempts.cost(undefined);

  it('is the sum of all that were sent, and leaves out what was refused before its first word', () => {
    assert.deepEqual(cost({ end: answered() }, { end: answered({ cost: usd(2) }) }, { end: failed() }), usd(3));
    assert.equal(cost({ end: failed() }, { end: { type: 'stopped' } }, {}), null);
  });

  it('is at least that where a part of it is not known', () => {
    const partly = { ...usd(1), atLeast: true };
    assert.deepEqual(cost({ end: answered() }, { end: answered({ cost: null }) }), partly);
    assert.deepEqual(cost({ end: answered() }, { end: failed({ partial: 'He' }) }), partly);
    assert.deepEqual(cost({ end: answered() }, { end: failed({ usage: { inputTokens: 5 } }) }), partly);
    assert.equal(cost({ end: answered({ cost: null }) }), null);
  });

  it('has the prompt of a request that was stopped, at least', () => {
    assert.deepEqual(cost({ end: stopped }), { ...usd(0.001), atLeast: true });
    assert.deepEqual(cost({ end: { ...stopped, cost: usd(4) } }), usd(4));
  });

  it('has the judges beside it', () => {
    const { attempts } = attemptsOf({ end: answered() });
    const judging = { calls: 1, cached: 0, cost: usd(0.5), unknownCost: 0 };
    assert.deepEqual(attempts.cost(judging), usd(1.5));
    assert.deepEqual(attempts.cost({ ...judging, unknownCost: 1 }), { ...usd(1.5), atLeast: true });
    assert.deepEqual(attempts.cost({ ...judging, cost: null }), usd(1));
  });
});

describe('the times of a route', () => {
  const whole = { totalMs: 999 };

  it('are counted from its begin, and those of answers from the cache added up', () => {
    const live = attemptsOf({ end: failed() }, { end: answered(), startedMs: 200 }).attempts;
    assert.deepEqual(live.timingOf(1, whole), { firstTokenMs: 250, totalMs: 999 });
    const cached = { end: answered({ cached: true }) };
    const kept = attemptsOf({ end: failed() }, { ...cached, isHidden: true }, cached, cached).attempts;
    // 30 ms until the first failed and 100 ms of the answer before; the hidden one took nobody's time.
    assert.deepEqual(kept.timingOf(3, whole), { firstTokenMs: 180, totalMs: 230 });
  });

  it('are those of the whole route where nothing answered, or no first word was noted', () => {
    assert.deepEqual(attemptsOf({ end: failed() }).attempts.timingOf(0, whole), whole);
    const { attempts } = attemptsOf({ end: answered({ timing: { totalMs: 100 } }), startedMs: 7 });
    assert.deepEqual(attempts.timingOf(0, whole), whole);
  });
});

describe('the account of a route', () => {
  it('says of each attempt what became of it', () => {
    const { attempts } = attemptsOf(
      { end: answered({ cached: true }), reason: 'classify', isHidden: true },
      { end: answered({ answer: 'other' }), reason: 'shadow', isHidden: true },
      { end: failed() },
      { end: answered(), reason: 'moved-on' },
      { end: answered() },
      { end: stopped },
      {},
    );
    const { route, served, attempts: told } = attempts.routed('route:r', 3, undefined);
    assert.deepEqual([route, served], ['route:r', 'x/3']);
    assert.deepEqual(
      told.map(({ outcome, answer, cached, error: said }) => [outcome, answer, cached, said?.code]),
      [
        ['helped', undefined, true, undefined],
        ['compared', 'other', undefined, undefined],
        ['failed', undefined, undefined, 'server-error'],
        ['served', undefined, undefined, undefined],
        ['replaced', undefined, undefined, undefined],
        ['cancelled', undefined, undefined, undefined],
        ['cancelled', undefined, undefined, undefined],
      ],
    );
    assert.equal(attempts.routed('route:r', undefined, undefined).served, null);
  });
});
