import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { JsonObject } from '../../src/core/json.ts';
import { objectAt } from '../../src/core/jsonRead.ts';
import { eventually } from '../support/eventually.ts';
import { agentSessions } from './agentSessions.ts';

const suite = 'say.eval.yaml';
const agree = () => ({ action: 'accept', content: { agree: true } });

describe('the money of agents', () => {
  const { here, open, environment } = agentSessions();
  const asked = () => here.server.requests.filter(({ method }) => method === 'POST').length;

  it('is estimated, spent within the limit, and counted against the day', async () => {
    const session = await open();
    const estimate = await session.use('estimate_run', { suite });
    assert.equal(estimate['fits'], true);
    assert.equal(estimate['leftToday'], 2);
    const before = asked();
    const run = await session.use('run_evals', { suite });
    assert.equal(asked() - before, 3);
    assert.ok(Number(run['usd']) > 0);
    const left = Number((await session.use('read_results', {}))['leftToday']);
    assert.ok(Math.abs(left - (2 - Number(run['usd']))) < 1e-6, `${left}`);
    assert.ok(left < 2);
  });

  it('stops a run above the limit of one call before anything is sent, and says how to go on', async () => {
    const session = await open({ args: ['--max-cost', '0.000001'] });
    const before = asked();
    assert.match(
      await session.refusal('run_evals', { suite }),
      /may cost up to .*the user allows <?\$0\.000001.*(filter|fewer)/,
    );
    assert.match(await session.refusal('run_prompt', { file: 'say.prompt', inputs: { word: 'x' } }), /the user allows/);
    assert.equal((await session.use('estimate_run', { suite }))['fits'], false);
    assert.equal(asked(), before);
  });

  it('is not made more by an argument, only less', async () => {
    const session = await open({ args: ['--max-cost', '0.000001'] });
    assert.match(await session.refusal('run_evals', { suite, max_cost: 1000 }), /the user allows/);
    const other = await open();
    assert.match(await other.refusal('run_evals', { suite, max_cost: 0.000001 }), /max_cost is/);
  });

  it('counts the day over servers that end and start again', async () => {
    const first = await open();
    const run = await first.use('run_evals', { suite });
    await first.close();
    const spent = Number(run['usd']);
    here.write(
      'say.prompt',
      '---\nmodel: openai/gpt-5.6-luna\nconfig:\n  maxOutputTokens: 100\n---\nSay again {{word}}',
    );
    const second = await open({ args: ['--max-cost-per-day', String(spent)] });
    const before = asked();
    assert.match(await second.refusal('run_evals', { suite }), /\$0 of the .* for today are left/);
    assert.equal(asked(), before);
    const third = await open();
    const other = await third.use('run_evals', { suite });
    const left = Number((await third.use('read_results', {}))['leftToday']);
    assert.ok(Math.abs(left - (2 - spent - Number(other['usd']))) < 1e-6, `${left}`);
  });

  it('is not spent where a price is not known, unless the calls are limited', async () => {
    const env = {
      ...environment(),
      POLYPROMPT_ENDPOINTS: JSON.stringify({ local: { baseUrl: `${here.server.url}/v1` } }),
    };
    const session = await open({ env });
    const models = ['local/loopback-small'];
    const before = asked();
    assert.match(
      await session.refusal('run_evals', { suite, models }),
      /price of local\/loopback-small is not known.*max_calls/,
    );
    assert.equal(asked(), before);
    const run = await session.use('run_evals', { suite, models, max_calls: 2 });
    assert.equal(asked() - before, 2);
    assert.equal(run['state'], 'budget');
    assert.equal(run['usd'], undefined);
    assert.equal(run['leftToday'], 1.75);
  });

  for (const era of ['legacy', 'modern'] as const) {
    it(`is asked for above a sum, in the ${era} era: a tick is a yes`, async () => {
      const session = await open({ era, args: ['--ask-above', '0'], elicit: agree });
      assert.equal((await session.use('run_evals', { suite }))['state'], 'done');
      assert.match(session.questions.join(), /^Run say\.eval\.yaml for up to \$/);
      assert.equal(session.questions.length, 1);
      await session.use('run_evals', { suite, models: ['simulated/terse'] });
      assert.equal(session.questions.length, 1);
    });

    const noes: readonly JsonObject[] = [
      { action: 'accept', content: { agree: false } },
      { action: 'accept', content: {} },
      { action: 'decline' },
      { action: 'cancel' },
    ];
    it(`is not spent without the tick, in the ${era} era`, async () => {
      const before = asked();
      for (const answer of noes) {
        const session = await open({ era, args: ['--ask-above', '0'], elicit: () => answer });
        assert.match(await session.refusal('run_evals', { suite }), /declined to pay/);
      }
      assert.equal(asked(), before);
    });
  }

  it('goes by the limits alone where the client cannot ask', async () => {
    const session = await open({ args: ['--ask-above', '0'] });
    assert.equal((await session.use('run_evals', { suite }))['state'], 'done');
  });

  it('is not spent any more once the client has cancelled the call', async () => {
    const held = Promise.withResolvers<void>();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt }, heldUntil: held.promise }));
    here.writeCases(Array.from({ length: 40 }, (_, index) => ({ vars: { word: `w${index}` } })));
    const session = await open();
    const before = asked();
    let id = 0;
    const params = { name: 'run_evals', arguments: { suite, wait_seconds: 20 } };
    void session.request('tools/call', params, (own) => {
      id = own;
    });
    await eventually('the first request', () => asked() - before || undefined);
    session.notify('notifications/cancelled', { requestId: id, reason: 'enough' });
    const state = await eventually('the end', async () => {
      const run = await session.use('read_results', {});
      return run['state'] === 'running' ? undefined : run['state'];
    });
    assert.equal(state, 'cancelled');
    held.resolve();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
    assert.ok(asked() - before < 40);
  });

  it('is not spent twice when a server dies in a run: the run goes on where it was', async () => {
    const held = Promise.withResolvers<void>();
    const isHeld = (prompt: string) => Number(/w(\d+)/.exec(prompt)?.[1]) >= 6;
    here.server.otherwise(({ prompt }) => ({
      answer: { text: prompt },
      ...(isHeld(prompt) ? { heldUntil: held.promise } : {}),
    }));
    here.writeCases(Array.from({ length: 12 }, (_, index) => ({ vars: { word: `w${index}` } })));
    const first = await open();
    const { run } = await first.use('run_evals', { suite, wait_seconds: 0 });
    await eventually('six answers', async () => {
      const { ended } = await first.use('read_results', { run: String(run) });
      return Number(ended) >= 6 ? ended : undefined;
    });
    const other = await open();
    assert.match(
      await other.refusal('run_evals', { suite }),
      new RegExp(`Run ${String(run)} of say\\.eval\\.yaml is under way`),
    );
    assert.equal((await other.use('read_results', { run: String(run) }))['state'], 'running');
    await first.kill();
    held.resolve();
    const promptsBefore = here.server.requests.length;
    assert.equal((await other.use('read_results', { run: String(run) }))['state'], 'unfinished');
    const resumed = await other.use('run_evals', { suite, resume: String(run), wait_seconds: 20 });
    assert.equal(resumed['run'], run);
    assert.equal(resumed['state'], 'done');
    assert.equal(resumed['ended'], 12);
    const again = here.server.requests.slice(promptsBefore).filter(({ method }) => method === 'POST');
    assert.ok(
      again.every(({ prompt }) => isHeld(prompt)),
      again.map(({ prompt }) => prompt).join(),
    );
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
  });

  it('is spent once when two calls start the same suite at once: the second is told of the run of the first', async () => {
    const held = Promise.withResolvers<void>();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt }, heldUntil: held.promise }));
    const session = await open();
    const before = asked();
    const both = await Promise.all([1, 2].map(() => session.call('run_evals', { suite, wait_seconds: 0 })));
    const [started, refused] = both.toSorted((left) => (left['isError'] === true ? 1 : -1));
    const run = String(objectAt(started, 'structuredContent')?.['run']);
    assert.match(JSON.stringify(refused), new RegExp(`Run ${run} of say\\.eval\\.yaml is under way`));
    held.resolve();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
    assert.equal((await session.use('read_results', { run, wait_seconds: 20 }))['state'], 'done');
    assert.equal(asked() - before, 3);
  });

  it('is not spent where the run cannot be recorded, and is given back', async () => {
    here.write('.polyprompt', 'no folder');
    const session = await open();
    const before = asked();
    assert.match(await session.refusal('run_evals', { suite }), /cannot be recorded/);
    assert.match(
      await session.refusal('run_prompt', { file: 'say.prompt', inputs: { word: 'x' } }),
      /cannot be recorded/,
    );
    assert.equal(asked(), before);
    rmSync(here.path('.polyprompt'));
    assert.equal((await session.use('estimate_run', { suite }))['leftToday'], 2);
  });

  it('is let go when the client goes away, and the run can go on', async () => {
    const held = Promise.withResolvers<void>();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt }, heldUntil: held.promise }));
    const session = await open();
    const { run } = await session.use('run_evals', { suite, wait_seconds: 0 });
    assert.equal(await session.close(), 0);
    held.resolve();
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
    const next = await open();
    assert.equal((await next.use('run_evals', { suite, resume: String(run) }))['state'], 'done');
  });
});
