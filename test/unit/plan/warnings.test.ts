import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import type { ModelWarning } from '../../../src/core/messages.ts';
import { planCell } from '../../../src/core/plan/plan.ts';
import { plannedWarnings } from '../../../src/core/plan/plannedWarnings.ts';
import { openaiProvider } from '../../../src/core/providers/openai/openai.ts';
import { warningGroups, warningText } from '../../../src/core/results/warningGroups.ts';

const dropped = (field: string): ModelWarning => ({ field, action: 'dropped', message: `No ${field}.` });

describe('the warnings of a target’s answers', () => {
  it('are told together, with how many they concern, the commonest first', () => {
    const [seed, stop] = [dropped('seed'), dropped('stop')];
    const groups = warningGroups([
      { warnings: [seed, seed] },
      { warnings: [stop] },
      { warnings: [stop] },
      { warnings: [] },
    ]);
    assert.deepEqual(groups.map(warningText), ['No stop. (2 of 4 answers)', 'No seed. (1 of 4 answers)']);
  });

  it('are known before anything is sent', () => {
    const identity = { baseUrl: 'https://api.openai.com/v1', keyVariables: ['KEY'], keyRequired: true };
    const provider = openaiProvider({ ...identity, id: 'openai', name: 'OpenAI' });
    const registry = {
      get: () => provider,
      list: () => [provider],
      resolve: (id: string) => {
        if (id === 'nobody/x') throw new PolypromptError('unknown-provider', 'no');
        return { provider, ref: { provider: 'openai', model: 'gpt-5-mini' }, baseUrl: identity.baseUrl };
      },
      accessFor: () => Promise.reject(new Error('nothing is sent')),
    };
    const asked = { id: 'mini', model: 'openai/gpt-5-mini', parameters: { temperature: 0.2, seed: 7 } };
    const nobody = { id: 'nobody', model: 'nobody/x', parameters: {} };
    const row = {
      caseId: 'c',
      inputs: {},
      messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'hi' }] }],
    };
    const cells = [asked, asked, nobody].map((target, index) => planCell({ ...row, caseId: `c${index}` }, target, 0));
    const plan = { runId: 'r', prompt: 'p', promptVersion: 'v', targets: [asked, nobody], cells };
    assert.deepEqual(
      plannedWarnings(plan, registry).map(({ target, field, action }) => `${target} ${field} ${action}`),
      ['mini temperature dropped', 'mini seed dropped'],
    );
  });
});
