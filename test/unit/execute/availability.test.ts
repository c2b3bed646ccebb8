import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import type { ModelCall, ModelEvent } from '../../../src/core/messages.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import type { ProviderAccess } from '../../../src/core/providers/contract/provider.ts';
import { stableShare } from '../../../src/core/routing/stableShare.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { routeBook } from '../../support/routes.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const requests = 10_000;

/** `a` fails three of ten requests, `b` is away between the 20th and the 80th second, `c` always answers. */
async function* answer(clock: FakeClock, call: ModelCall, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  await clock.sleep(200, signal);
  const second = clock.now() / 1000;
  if (call.model === 'a' && stableShare(`${second} ${JSON.stringify(call.messages)}`) < 0.3)
    throw new PolypromptError('server-error', 'Oh no.');
  if (call.model === 'b' && second >= 20 && second < 80) throw new PolypromptError('connection-refused', 'Away.');
  yield { type: 'text', text: call.model };
  yield { type: 'done', finishReason: 'stop' };
}

describe('a route of three steps', () => {
  it('loses none of 10,000 requests while its first provider fails 30% and its second is down for a minute', async () => {
    const clock = new FakeClock();
    const registry = scriptedRegistry(clock, {});
    const provider = {
      ...registry.list()[0],
      id: 'fake',
      name: 'Fake',
      keyVariables: [],
      keyRequired: false,
      defaultBaseUrl: undefined,
      stream: (call: ModelCall, _access: ProviderAccess, signal: AbortSignal) => answer(clock, call, signal),
    };
    const plan = planRun({
      runId: 'r',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor(['route:r'], {}),
      cases: Array.from({ length: requests }, (_, index) => ({
        caseId: String(index),
        inputs: {},
        messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: String(index) }] }],
      })),
    });
    const served = new Map<string, number>();
    let lost = 0;
    const emit = (event: RunEvent) => {
      if (event.type === 'cell-failed') lost++;
      if (event.type !== 'cell-done') return;
      const model = event.routed?.served ?? 'nobody';
      served.set(model, (served.get(model) ?? 0) + 1);
    };
    const handle = executeCells(
      {
        registry: { ...registry, resolve: (id) => ({ ...registry.resolve(id), provider }) },
        environment: quietEnvironment(clock),
        catalog: { entries: new Map() },
        emit,
        routes: await routeBook('routes: {r: {fallback: [fake/a, fake/b, fake/c]}}'),
        lanes: { start: 8, max: 16 },
      },
      plan,
    );
    await clock.advance(600_000);
    assert.equal(await handle.ended, 'done');
    assert.equal(lost, 0);
    assert.equal(
      [...served.values()].reduce((sum, count) => sum + count, 0),
      requests,
    );
    // Every one of them was needed.
    for (const model of ['fake/a', 'fake/b', 'fake/c']) assert.ok((served.get(model) ?? 0) > 100, model);
  }).timeout(60_000);
});
