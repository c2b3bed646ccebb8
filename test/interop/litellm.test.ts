import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ErrorCode, PolypromptError } from '../../src/core/errors.ts';
import { executeCells } from '../../src/core/execute/execute.ts';
import type { Message, ModelEvent, Usage } from '../../src/core/messages.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import { loadCatalog } from '../../src/core/pricing/catalog.ts';
import { costOf } from '../../src/core/pricing/cost.ts';
import { presets } from '../../src/core/providers/presets.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import type { RouteBook } from '../../src/core/routing/routeCommand.ts';
import type { RunEvent } from '../../src/core/run/events.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { eventually } from '../support/eventually.ts';
import { exported } from '../support/exportedRoute.ts';
import { isModelCall, type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { routeBook } from '../support/routes.ts';
import { installLitellm, type LitellmProxy, masterKey, providersOf, startLitellm } from './litellmProxy.ts';
import { type Letter, models, type RouterRule, routerRules } from './routerRules.ts';

const keys = {
  OPENAI_API_KEY: 'sk-openai',
  ANTHROPIC_API_KEY: 'sk-anthropic',
  GEMINI_API_KEY: 'sk-gemini',
  GROQ_API_KEY: 'sk-groq',
};
const letters = Object.keys(models).filter((key): key is Letter => key in models);

/** All rules in one file: the exported group of each can be asked by its name. */
const rules = routerRules.map(({ route }, index) => `  rule${index}: ${route}`);
const names = routerRules.map((_rule, index) => `route:rule${index}`);
const project = `
routes:
  all: {fallback: [openai/gpt-5.6-luna, route:split, route:kinds, ${names.join(', ')}], cooldown: false}
  kinds: {fallback: [openai/gpt-5.6-luna, route:fast, route:cheap, route:careful, route:watched]}
  fast: {latency: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5], tolerance: 20%}
  cheap: {cost: [anthropic/claude-haiku-4-5, openai/gpt-5.6-luna]}
  careful: {cascade: [google/gemini-3.8-flash, openai/gpt-5.6-luna]}
  watched: {shadow: {serve: openai/gpt-5.6-luna, compare: [groq/openai/gpt-oss-120b]}}
  split: {weighted: {openai/gpt-5.6-luna: 3, anthropic/claude-haiku-4-5: 1}}
${rules.join('\n')}
`;

describe('the real LiteLLM proxy with an exported config.yaml', function () {
  this.timeout(90_000);
  let server: LoopbackServer;
  let proxy: LitellmProxy | undefined;
  let book: RouteBook;

  before(async function () {
    // An installation takes minutes.
    this.timeout(900_000);
    const missing = installLitellm();
    if (missing !== undefined) {
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
    server = await startLoopbackServer();
    const { text } = await exported('litellm', project, { endpoints: vendorsHere() });
    proxy = await startLitellm(text, keys);
    book = await routeBook(project);
  });
  after(async () => {
    await proxy?.stop();
    await server?.close();
  });

  const vendorsHere = () =>
    Object.fromEntries(['openai', 'anthropic', 'google', 'groq'].map((id) => [id, { baseUrl: server.url }]));

  const registry = () =>
    createRegistry({ endpoints: { ...vendorsHere(), litellm: { baseUrl: proxy?.url ?? '', keyRequired: true } } });

  const environment = {
    ...nodeEnvironment({
      lookUpKey: async (provider, origin) => ({ key: provider === 'litellm' ? masterKey : 'sk-vendor', origin }),
    }),
    // Waits before retries are drawn from it.
    random: () => 0,
  };

  /** One request to a model of the proxy, never sent again by us. */
  async function askProxy(model: string, text: string) {
    const { provider } = registry().resolve(`litellm/${model}`);
    const access = await registry().accessFor(provider, model, environment);
    const call = { model, messages: messagesOf(text), parameters: {} };
    const before = server.requests.length;
    const events: ModelEvent[] = [];
    let error: ErrorCode | undefined;
    try {
      for await (const event of provider.stream(call, access, AbortSignal.timeout(60_000))) events.push(event);
    } catch (thrown) {
      assert.ok(thrown instanceof PolypromptError);
      error = thrown.code;
    }
    const done = events.find((event) => event.type === 'done');
    const usage = events.find((event) => event.type === 'usage')?.usage;
    const texts = events.flatMap((event) => (event.type === 'text' ? [event.text] : []));
    return { asked: askedSince(before), error, served: done?.servedModel, usage, texts };
  }

  /** The same request to a route of ours. */
  async function askRoute(route: string, text: string) {
    const plan = planRun({
      runId: 'r',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor([`route:${route}`], {}),
      cases: [{ caseId: text, inputs: {}, messages: messagesOf(text) }],
    });
    const events: RunEvent[] = [];
    const emit = (event: RunEvent) => events.push(event);
    const before = server.requests.length;
    const catalog = loadCatalog();
    await executeCells({ registry: registry(), environment, catalog, emit, routes: book }, plan).ended;
    return { asked: askedSince(before), error: events.find((event) => event.type === 'cell-failed')?.error.code };
  }

  /** Letters of the models that were reached. */
  function askedSince(index: number): string {
    const reached = server.requests.slice(index).filter(isModelCall);
    return reached.map(({ model }) => letters.find((letter) => models[letter] === model) ?? '?').join('');
  }

  function breakModels({ faults }: RouterRule): void {
    for (const letter of letters)
      for (const reply of faults[letter] ?? [])
        server.script(reply, (request) => isModelCall(request) && request.model === models[letter]);
  }

  async function observe(rule: RouterRule, ask: (text: string) => Promise<Asked>, times: number) {
    breakModels(rule);
    const seen: string[] = [];
    for (let count = 0; count < times; count++) {
      const { asked, error } = await ask(`${rule.rule} ${count}`);
      seen.push(error === undefined ? asked : `${asked} ${error}`);
    }
    return seen;
  }

  it('streams a run, and tells its cost and who served as we do', async () => {
    const { asked, texts, served, usage } = await askProxy('rule0', 'One two three four five six seven.');
    assert.equal(asked, 'a');
    assert.equal(texts.join(''), 'One two three four five six seven.');
    assert.ok(texts.length > 1, `${texts.length}`);
    assert.equal(served, 'openai/gpt-5.6-luna');
    assertSameCost(usage, 'openai/gpt-5.6-luna');
  });

  it('lists its models with their limits', async () => {
    const { provider } = registry().resolve('litellm/rule0');
    assert.ok(provider.listModels);
    const access = await registry().accessFor(provider, '', environment);
    const listed = await provider.listModels(access, AbortSignal.timeout(20_000));
    const found = listed.find(({ model }) => model === 'rule0');
    assert.ok(found?.contextWindow !== undefined && found.contextWindow > 100_000, JSON.stringify(listed));
    assert.ok(found.outputLimit !== undefined && found.outputLimit < found.contextWindow);
    for (const name of ['all', 'split', 'rule1'])
      assert.ok(
        listed.some(({ model }) => model === name),
        name,
      );
  });

  for (const [index, rule] of routerRules.entries())
    describe(rule.rule, () => {
      it('is seen of LiteLLM as it is written down', async () => {
        assert.deepEqual(
          await observe(rule, (text) => askProxy(`rule${index}`, text), rule.litellm.length),
          rule.litellm,
        );
      });

      it('is seen of us as it is written down', async () => {
        assert.deepEqual(await observe(rule, (text) => askRoute(`rule${index}`, text), rule.ours.length), rule.ours);
      });
    });

  it('takes routes of every kind', async () => {
    assert.ok('ab'.includes((await askProxy('fast', 'Fast?')).asked));
    assert.equal((await askProxy('cheap', 'Cheap?')).asked, 'a');
    assert.equal((await askProxy('careful', 'Careful?')).asked, 'c');
    const before = server.requests.length;
    await askProxy('watched', 'Watched?');
    const both = await eventually('the mirrored request', () => {
      const asked = [...askedSince(before)].sort().join('');
      return asked.length > 1 ? asked : undefined;
    });
    assert.equal(both, 'ad');
  });

  it('knows every provider that we name', async () => {
    const targets = presets
      .filter(({ baseUrl }) => baseUrl !== undefined)
      .map(({ id }) => `${id}/maker/model`)
      .join(', ');
    const { text } = await exported('litellm', `routes: {all: {fallback: [${targets}]}}`);
    const named = [...text.matchAll(/model: (\S+)/g)].map(([, model = '']) => model);
    assert.deepEqual(
      providersOf(named),
      named.map((model) => model.slice(0, model.indexOf('/'))),
    );
  });

  it('tells who served after a fallback, and what that cost', async () => {
    const rule = routerRules[0];
    assert.ok(rule);
    breakModels(rule);
    const { served, usage } = await askProxy('rule0', 'Hello after a fallback.');
    assert.match(served ?? '', /claude-haiku-4-5$/);
    assertSameCost(usage, 'anthropic/claude-haiku-4-5');
  });

  it('splits by weight as we do, but throws dice', async () => {
    let first = 0;
    for (let count = 0; count < 60; count++) if ((await askProxy('split', `Split ${count}`)).asked === 'a') first++;
    assert.ok(first > 30 && first < 58, `${first} of 60`);
  });

  it('has its row in docs/routing.md for each rule', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '..', '..', 'docs', 'routing.md'), 'utf8');
    for (const { rule, litellm, ours } of routerRules) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${rule} |`));
      assert.ok(row, `no row for ${rule}`);
      const isSame = litellm.join() === ours.join();
      assert.ok(row.includes(isSame ? '| same |' : '| different |'), row);
    }
  });
});

interface Asked {
  readonly asked: string;
  readonly error: ErrorCode | undefined;
}

function messagesOf(text: string): readonly Message[] {
  return [{ role: 'user', parts: [{ type: 'text', text }] }];
}

/** What LiteLLM says that it cost is what its tokens cost by our catalog. */
function assertSameCost(usage: Usage | undefined, model: string): void {
  const entry = loadCatalog().entries.get(model);
  assert.ok(entry && usage);
  const { reportedCost, ...counted } = usage;
  const own = costOf(counted, entry)?.amount;
  assert.ok(reportedCost !== undefined && own !== undefined, JSON.stringify(usage));
  assert.ok(Math.abs(reportedCost - own) < own * 0.001, `LiteLLM: ${reportedCost}, we: ${own}`);
}
