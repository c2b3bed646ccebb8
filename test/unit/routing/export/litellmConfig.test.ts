import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject } from '../../../../src/core/json.ts';
import { countAt, listAt, objectAt } from '../../../../src/core/jsonRead.ts';
import { loadCatalog } from '../../../../src/core/pricing/catalog.ts';
import { type ExportWish, exported, keysOf } from '../../../support/exportedRoute.ts';

async function configOf(yaml: string, wish?: ExportWish): Promise<JsonObject> {
  const { text } = await exported('litellm', yaml, wish);
  const value: unknown = parse(text);
  assert.ok(isJsonObject(value));
  return value;
}

/** Each deployment in one line: group, model, and what is said of it besides its key. */
function deploymentsOf(config: JsonObject): readonly string[] {
  return listAt(config, 'model_list').map((entry) => {
    const { model, api_key: _key, ...params } = objectAt(entry, 'litellm_params') ?? {};
    return `${objectAt({ entry }, 'entry')?.['model_name']} = ${model} ${JSON.stringify(params)}`;
  });
}

describe("LiteLLM's config.yaml", () => {
  it('has a group of the route’s name, and each further step as a group that follows', async () => {
    const config = await configOf(`
routes:
  safe:
    fallback: [openai/gpt-5.6-luna, {model: anthropic/claude-haiku-4-5, retries: 2, timeout: 1500ms}]
    context-too-long: [google/gemini-3.8-flash]
    content-policy: [groq/openai/gpt-oss-120b]
    cooldown: false
    depth: 3
`);
    assert.deepEqual(deploymentsOf(config), [
      'safe = openai/gpt-5.6-luna {"num_retries":0,"cooldown_time":0}',
      'safe:anthropic/claude-haiku-4-5 = anthropic/claude-haiku-4-5 {"num_retries":2,"timeout":1.5,"cooldown_time":0}',
      'safe:google/gemini-3.8-flash = gemini/gemini-3.8-flash {"num_retries":0,"cooldown_time":0}',
      'safe:groq/openai/gpt-oss-120b = groq/openai/gpt-oss-120b {"num_retries":0,"cooldown_time":0}',
    ]);
    assert.deepEqual(config['router_settings'], {
      routing_strategy: 'simple-shuffle',
      num_retries: 0,
      max_fallbacks: 3,
      fallbacks: [{ safe: ['safe:anthropic/claude-haiku-4-5'] }],
      context_window_fallbacks: [
        { safe: ['safe:google/gemini-3.8-flash'] },
        { 'safe:anthropic/claude-haiku-4-5': ['safe:google/gemini-3.8-flash'] },
      ],
      content_policy_fallbacks: [
        { safe: ['safe:groq/openai/gpt-oss-120b'] },
        { 'safe:anthropic/claude-haiku-4-5': ['safe:groq/openai/gpt-oss-120b'] },
      ],
    });
  });

  it('names keys by their variables and never holds one', async () => {
    const { text } = await exported('litellm', 'routes: {a: {fallback: [openai/x, google/y, ollama/z]}}');
    assert.match(text, /api_key: os\.environ\/OPENAI_API_KEY/);
    assert.match(text, /api_key: os\.environ\/GEMINI_API_KEY/);
    assert.match(text, /api_base: http:\/\/localhost:11434\n/);
    assert.match(text, /master_key: os\.environ\/LITELLM_MASTER_KEY/);
  });

  it('asks the addresses that the user has set', async () => {
    const config = await configOf('routes: {a: {fallback: [openai/x, google/y, own/z]}}', {
      endpoints: {
        openai: { baseUrl: 'http://127.0.0.1:9' },
        google: { baseUrl: 'http://127.0.0.1:9' },
        own: { baseUrl: 'http://127.0.0.1:9' },
      },
    });
    assert.deepEqual(
      listAt(config, 'model_list').map((entry) => {
        const params = objectAt(entry, 'litellm_params');
        return [params?.['model'], params?.['api_base'], params?.['api_key']];
      }),
      [
        ['openai/x', 'http://127.0.0.1:9/v1', 'os.environ/OPENAI_API_KEY'],
        ['gemini/y', 'http://127.0.0.1:9/v1beta', 'os.environ/GEMINI_API_KEY'],
        ['openai/z', 'http://127.0.0.1:9/v1', 'none'],
      ],
    );
  });

  it('lets a deployment rest by rules that count alone in a group too', async () => {
    const config = await configOf(
      'routes: {a: {fallback: [openai/x], cooldown: {failures: 2, window: 10s, rest: 1m}}}',
    );
    const info = objectAt(listAt(config, 'model_list')[0], 'model_info');
    assert.equal(info?.['cooldown_time'], 60);
    assert.equal(objectAt(info, 'allowed_fails_policy')?.['RateLimitErrorAllowedFails'], 2);
    assert.equal(objectAt(info, 'allowed_fails_policy')?.['AuthenticationErrorAllowedFails'], 0);
  });

  it('splits by weights, and measures speed or price, inside one group', async () => {
    const split = await configOf('routes: {a: {weighted: {openai/x: 3, openai/y: 0, mistral/z: 1}}}');
    assert.deepEqual(deploymentsOf(split), [
      'a = openai/x {"num_retries":0,"weight":3,"cooldown_time":0}',
      'a = mistral/z {"num_retries":0,"weight":1,"cooldown_time":0}',
    ]);
    const fast = await configOf('routes: {a: {latency: [openai/x, mistral/z], tolerance: 20%}}');
    assert.deepEqual(fast['router_settings'], {
      routing_strategy: 'latency-based-routing',
      routing_strategy_args: { lowest_latency_buffer: 0.2 },
      num_retries: 0,
      max_fallbacks: 0,
    });
    const cheap = await configOf('routes: {a: {cost: [openai/x, mistral/z]}}');
    assert.equal(objectAt(cheap, 'router_settings')?.['routing_strategy'], 'cost-based-routing');
  });

  it('leaves out of a route of cost what is measured to be too weak', async () => {
    const figures = new Map([
      ['openai/x', { passed: 1, graded: 10 }],
      ['mistral/z', { passed: 10, graded: 10 }],
    ]);
    const classes = { simple: figures, standard: figures, hard: figures };
    const measured = () => ({ classes, table: new Map(), words: [], date: '', suites: [] });
    const config = await configOf('routes: {a: {cost: [openai/x, mistral/z]}}', { known: { measured } });
    assert.deepEqual(deploymentsOf(config), ['a = mistral/z {"num_retries":0}']);
  });

  it('writes out the prices that LiteLLM is to compare', async () => {
    const config = await configOf('routes: {a: {cost: [openai/gpt-5.6-luna, openai/of-no-known-price]}}');
    const prices = listAt(config, 'model_list').map((entry) => {
      const params = objectAt(entry, 'litellm_params');
      // Both in USD per million.
      return ['input_cost_per_token', 'output_cost_per_token'].map((key) => {
        const price = countAt(params, key);
        return price === undefined ? undefined : Number((price * 1e6).toPrecision(6));
      });
    });
    const known = loadCatalog().entries.get('openai/gpt-5.6-luna')?.price;
    assert.ok(known?.input && known.output);
    assert.deepEqual(prices, [
      [known.input, known.output],
      [undefined, undefined],
    ]);
  });

  it('mirrors requests of a shadow route', async () => {
    const config = await configOf('routes: {a: {shadow: {serve: openai/x, compare: [mistral/z]}}}');
    assert.deepEqual(deploymentsOf(config), [
      'a = openai/x {"num_retries":0,"silent_model":"a:mistral/z"}',
      'a:mistral/z = mistral/z {"num_retries":0}',
    ]);
  });

  it('nests: a route that comes first is asked in its place, one that follows is a group of its own', async () => {
    const config = await configOf(`
routes:
  all: {fallback: [route:split, route:safe], cooldown: false}
  split: {weighted: {openai/x: 1, openai/y: 1}}
  safe: {fallback: [mistral/z, route:fast], cooldown: false}
  fast: {latency: [groq/q/a, groq/q/b]}
`);
    assert.deepEqual(
      listAt(config, 'model_list').map((entry) => objectAt({ entry }, 'entry')?.['model_name']),
      ['all', 'all', 'safe', 'fast', 'fast'],
    );
    const settings = objectAt(config, 'router_settings');
    assert.deepEqual(settings?.['fallbacks'], [{ all: ['safe'] }, { safe: ['fast'] }]);
    assert.deepEqual(settings?.['routing_groups'], [
      { group_name: 'group:fast', models: ['fast'], routing_strategy: 'latency-based-routing' },
    ]);
  });

  it('goes on with the next target where the first is none of LiteLLM’s', async () => {
    const result = await exported('litellm', 'routes: {a: {fallback: [simulated/terse, openai/x], cooldown: false}}');
    assert.match(result.text, /model_name: a\n {4}litellm_params:\n {6}model: openai\/x/);
    assert.deepEqual(
      result.notes.filter(({ key }) => key === 'a.fallback').map(({ message }) => message),
      ['LiteLLM cannot ask simulated/terse: it is left out.'],
    );
  });

  it('is refused where nothing is left, and where routes lead in a circle', async () => {
    await assert.rejects(exported('litellm', 'routes: {a: {fallback: [simulated/terse]}}'), {
      code: 'invalid-arguments',
      message: 'LiteLLM could ask none of the targets of route:a.',
    });
  });

  it('lists what it cannot say, each at its place', async () => {
    const places = async (yaml: string) => keysOf(await exported('litellm', `routes: {a: {${yaml}}}`));
    assert.deepEqual(await places('fallback: [openai/x], on: [server, refusal], cooldown: {window: 1s}'), [
      'a.on',
      'a.cooldown.window',
      'a.cooldown.failures',
      'a.cooldown.rest',
    ]);
    assert.deepEqual(await places('cost: [openai/x]'), ['a.cost', 'a.classify', 'a.floor']);
    assert.deepEqual(await places('latency: [openai/x], hedge: p95, tolerance: 0.1'), [
      'a.latency',
      'a.hedge',
      'a.tolerance',
      'a.measure',
    ]);
    assert.deepEqual(await places('cascade: [openai/x], assert: [{type: is-json}], judge: openai/y'), [
      'a.assert',
      'a.judge',
      'a.on',
    ]);
    assert.deepEqual(await places('weighted: {openai/x: 1}'), ['a.weighted']);
    assert.deepEqual(await places('shadow: {serve: openai/x, compare: [openai/y], share: 0.1}'), ['a.shadow.share']);
  });
});
