import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import type { ModelCall, Parameters } from '../../../src/core/messages.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { countByVendors } from '../../../src/core/plan/vendorCounts.ts';
import type { Provider } from '../../../src/core/providers/contract/provider.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const tools = [{ name: 'find', description: 'Finds it.', inputSchema: { type: 'object' } }];

/** Counts prompts of one user message on a vendor that counts so; a text is as many tokens as it has letters. */
async function count(prompts: readonly string[], countTokens: Provider['countTokens'], parameters: Parameters = {}) {
  const clock = new FakeClock();
  const scripted = scriptedRegistry(clock, {});
  const [known] = scripted.list();
  assert.ok(known);
  const provider: Provider = { ...known, ...(countTokens ? { countTokens } : {}) };
  const plan = planRun({
    ...{ runId: 'r', prompt: 'p', promptVersion: 'v', targets: targetsFor(['fake/m'], parameters) },
    cases: prompts.map((text, index) => ({
      caseId: `${index}`,
      inputs: {},
      messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    })),
  });
  const registry = {
    ...scripted,
    resolve: () => ({ provider, ref: { provider: 'fake', model: 'm' }, baseUrl: 'https://fake.example' }),
  };
  const { signal } = new AbortController();
  const found = await countByVendors(plan, {
    ...{ registry, environment: quietEnvironment(clock), countTokens: (text: string) => text.length, signal },
  });
  return { ...found, ratio: found.tokenRatios.get('fake/m') };
}

describe('the counts of a vendor', () => {
  it('are set against ours, of messages and of settings, over all prompts together', async () => {
    const asked: ModelCall[] = [];
    const counting = (tokens: number) => async (call: ModelCall) => {
      asked.push(call);
      return tokens;
    };
    const plain = await count(['abcd', 'abcdefgh'], counting(30));
    const withTools = await count(['abcd', 'abcdefgh'], counting(30), { tools });
    assert.ok(plain.ratio !== undefined && withTools.ratio !== undefined);
    // The definition of the tool is part of both prompts, with as many tokens as it has letters.
    const [ours, more] = [60 / plain.ratio, 60 / withTools.ratio];
    assert.ok(ours >= 12 && ours < 40, `${ours}`);
    assert.ok(more - ours >= 2 * 'findFinds it.'.length, `${more} and ${ours}`);
    assert.deepEqual(
      asked.map(({ parameters }) => parameters.tools?.length ?? 0),
      [0, 0, 1, 1],
    );
  });

  it('are no ratio where the vendor counts nothing, or does not count', async () => {
    assert.equal((await count(['abcd'], async () => 0)).ratio, undefined);
    assert.deepEqual((await count(['abcd'], undefined)).uncounted, ['fake/m']);
  });

  it('are told as failed where the vendor refuses', async () => {
    const refuse = () => Promise.reject(new PolypromptError('invalid-key', 'No.'));
    const { failed, uncounted, tokenRatios } = await count(['abcd'], refuse);
    assert.deepEqual(
      [[...failed].map(([model, { code }]) => [model, code]), uncounted, tokenRatios.size],
      [[['fake/m', 'invalid-key']], [], 0],
    );
  });
});
