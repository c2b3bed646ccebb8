import { exportTargets } from '../../../../src/core/routing/export/exportedRoute.ts';
import { exported } from '../../../support/exportedRoute.ts';
import { assertWhole } from '../../../support/whole.ts';

const [one, two, three] = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'];

/** Routes with all that can be set, and with nothing of it. The first of a project is exported. */
const projects: Readonly<Record<string, string>> = {
  'a fallback with all it can say': `a: {fallback: [{model: ${one}, retries: 2, timeout: 3s}, ${two}, ${three}], on: [rate-limit, refusal, cut], context-too-long: [${three}], content-policy: [${two}], cooldown: {failures: 1, window: 5s, rest: 7s}, depth: 1}`,
  'a fallback that goes through its whole list': `a: {fallback: [${one}, ${two}], depth: 1, cooldown: false}`,
  'a fallback of one': `a: {fallback: [${one}], retries: 1}`,
  'a cost route': `a: {cost: [${one}, ${two}]}`,
  'a latency route with a band, a second request and a floor': `a: {latency: [${one}, ${two}], tolerance: 20%, hedge: 2s, measure: total}`,
  'a latency route without them': `a: {latency: [${one}, ${two}]}`,
  'a cascade': `a: {cascade: [${one}, ${two}], assert: [{type: is-json}]}`,
  'a weighted route': `a: {weighted: {${one}: 1, ${two}: 3, ${three}: 0}}`,
  'a shadow route': `a: {shadow: {serve: ${one}, compare: [${two}], share: 10%}}`,
  'routes in routes': `a: {fallback: [route:b, route:c, ${one}]}\n  b: {cost: [${one}, ${two}]}\n  c: {fallback: [${two}, ${three}], retries: 1}`,
  'models on two hosts': 'a: {fallback: [groq/openai/gpt-oss-120b, openrouter/x/y, cerebras/gpt-oss-120b]}',
  'models that only we have': `a: {fallback: [ollama/qwen3, ${one}, simulated/json]}`,
};

describe('what is said of a route that is exported', () => {
  for (const target of exportTargets)
    it(`to ${target}`, async () => {
      const parts: string[] = [];
      for (const [name, routes] of Object.entries(projects)) {
        const { text, notes } = await exported(target, `routes:\n  ${routes}`).catch((error: unknown) => ({
          text: `${String(error)}\n`,
          notes: [],
        }));
        const said = notes.map(({ key, message }) => `${key}: ${message}\n`);
        // The modules are held whole elsewhere.
        const shown = target === 'ai-sdk' || target === 'typescript' ? '' : text;
        parts.push(`# ${name}\n\n${shown}${said.join('')}\n`);
      }
      assertWhole(`export-${target}.txt`, parts.join(''));
    });
});
