import assert from 'node:assert/strict';
import { gateFolder } from './gateFolder.ts';

const suite = 'prompt: ./say.prompt\nmodels: [route:r]\ncases: ./cases.jsonl\n';
const prompt = '---\nconfig:\n  maxOutputTokens: 100\n---\nSay {{word}}';
const routeOver = (...models: readonly string[]) => `routes:\n  r: {fallback: [${models.join(', ')}]}\n`;
const [working, other] = ['openai/gpt-5.6-luna', 'openai/gpt-5.6-terra'];

describe('the gate of a change to polyprompt.yaml', () => {
  const here = gateFolder();
  beforeEach(() =>
    here.git.commit({ 'say.prompt': prompt, 'say.eval.yaml': suite, 'polyprompt.yaml': routeOver(working) }),
  );

  it('runs both versions of a route, each by its own rules', async () => {
    here.git.stage({ 'polyprompt.yaml': routeOver('simulated/unreliable') });
    const { stdout, stderr, code } = await here.run('check', '--staged');
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout, /say\.eval\.yaml: 3 affected, 0 unchanged \(changed: polyprompt\.yaml\)/);
    const models = here.server.requests.map(({ body }) => JSON.stringify(body));
    assert.equal(models.filter((body) => body.includes('gpt-5.6-luna')).length, 3);
  });

  it('runs nothing where the change means nothing to the suite', async () => {
    here.git.stage({
      'polyprompt.yaml': `# A comment\n${routeOver(working)}  unused: {fallback: [${other}, ${working}]}\n`,
    });
    const asked = await here.requestsOf(async () => {
      const { stdout, stderr, code } = await here.run('check', '--staged');
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /0 affected, 3 unchanged|Nothing that a suite asks or checks has changed/);
    });
    assert.equal(asked, 0);
  });
});
