import assert from 'node:assert/strict';
import type { Environment } from '../../src/core/environment.ts';
import type { Parameters } from '../../src/core/messages.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import { countByVendors } from '../../src/core/plan/vendorCounts.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { systemClock } from '../../src/node/nodeEnvironment.ts';
import { canaryKey } from '../support/access.ts';

interface Sent {
  readonly url: string;
  readonly body: unknown;
}

/** An environment whose network counts every prompt as so many tokens, or refuses. */
function countingWorld(status = 200): { readonly sent: Sent[]; readonly environment: Environment } {
  const sent: Sent[] = [];
  const environment: Environment = {
    clock: systemClock,
    random: () => 0.5,
    lookUpKey: async (_provider, origin) => ({ key: canaryKey, origin }),
    fetch: async (input, init) => {
      sent.push({ url: String(input), body: JSON.parse(String(init?.body)) });
      const counts = { object: 'response.input_tokens', input_tokens: 30, totalTokens: 30 };
      const body = status === 200 ? counts : { error: { message: 'Bad key', type: 'invalid_request_error' } };
      return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
    },
  };
  return { sent, environment };
}

function planOf(models: readonly string[], cases: number, parameters: Parameters = {}) {
  return planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor(models, parameters),
    cases: Array.from({ length: cases }, (_, index) => ({
      caseId: String(index),
      inputs: {},
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'user', parts: [{ type: 'text', text: `Case ${index}` }] },
      ],
    })),
  });
}

const context = (environment: Environment) => ({
  registry: createRegistry({ endpoints: {} }),
  environment,
  countTokens: () => 1,
  signal: new AbortController().signal,
});
/** Two messages of one token each, and what messages take besides. */
const ours = 10;

describe('counting tokens at the vendors', () => {
  const parameters = { temperature: 0.5, maxOutputTokens: 9 };
  const table: readonly (readonly [string, Sent])[] = [
    [
      'openai/gpt-4.1',
      {
        url: 'https://api.openai.com/v1/responses/input_tokens',
        body: {
          model: 'gpt-4.1',
          instructions: 'Be brief.',
          input: [{ role: 'user', content: 'Case 0' }],
        },
      },
    ],
    [
      'anthropic/claude-haiku-4-5',
      {
        url: 'https://api.anthropic.com/v1/messages/count_tokens',
        body: {
          model: 'claude-haiku-4-5',
          system: 'Be brief.',
          messages: [{ role: 'user', content: 'Case 0' }],
        },
      },
    ],
    [
      'google/gemini-3.8-flash',
      {
        url: 'https://generativelanguage.googleapis.com/v1/models/gemini-3.8-flash:countTokens',
        body: {
          contents: [
            { role: 'user', parts: [{ text: 'Be brief.' }] },
            { role: 'user', parts: [{ text: 'Case 0' }] },
          ],
        },
      },
    ],
  ];
  for (const [model, request] of table) {
    it(`sends ${model} what shapes the input and nothing else`, async () => {
      const { sent, environment } = countingWorld();
      const { tokenRatios } = await countByVendors(planOf([model], 1, parameters), context(environment));
      assert.deepEqual(sent, [request]);
      assert.equal(tokenRatios.get(model), 30 / ours);
    });
  }

  it('asks for a bounded number of prompts from all over the plan', async () => {
    const { sent, environment } = countingWorld();
    const plan = planOf(['openai/gpt-4.1'], 100);
    await countByVendors(plan, { ...context(environment), promptsPerModel: 4 });
    const asked = sent.map(({ body }) => /Case (\d+)/.exec(JSON.stringify(body))?.[1]);
    assert.deepEqual(asked, ['0', '25', '50', '75']);
  });

  it('names the models that nobody counts for, and those whose vendor refuses', async () => {
    const { environment } = countingWorld(401);
    const plan = planOf(['groq/llama-3.3-70b-versatile', 'openai/gpt-4.1'], 1);
    const { tokenRatios, uncounted, failed } = await countByVendors(plan, context(environment));
    assert.deepEqual([tokenRatios.size, uncounted], [0, ['groq/llama-3.3-70b-versatile']]);
    assert.deepEqual(
      [...failed].map(([model, { code }]) => [model, code]),
      [['openai/gpt-4.1', 'invalid-key']],
    );
  });
});
