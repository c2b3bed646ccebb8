import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExportTarget } from '../../src/core/routing/export/exportedRoute.ts';
import { eventually } from '../support/eventually.ts';
import { type ExportWish, exported, nestedRoutes } from '../support/exportedRoute.ts';
import {
  type LoopbackServer,
  type RecordedRequest,
  type Reply,
  startLoopbackServer,
} from '../support/loopbackServer.ts';
import { encodeWhole } from '../support/wholeAnswers.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const modules = ['typescript', 'ai-sdk'] as const satisfies readonly ExportTarget[];

interface Asked {
  readonly text: string;
  readonly model: string;
  readonly cause?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly attempts: readonly { readonly model: string; readonly cause?: string }[];
}

interface Question {
  readonly system?: string;
  readonly messages: readonly object[];
  readonly tools?: readonly object[];
  readonly schema?: object;
  readonly onText?: (text: string, isAnew: boolean) => void;
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal;
}

/** What an exported file offers. */
interface ExportedModule {
  readonly ask: (request: Question) => Promise<Asked>;
  readonly compared?: { listener?: (request: Question, other: Asked) => void };
}

function isExportedModule(value: object): value is ExportedModule {
  return 'ask' in value && typeof value.ask === 'function';
}

/** A model of each wire, and what its path holds where the answer is streamed. */
const wires = {
  'openai/small': { streamed: '/responses' },
  'groq/small': { streamed: '/chat/completions' },
  'anthropic/small': { streamed: '/messages' },
  'google/small': { streamed: ':streamGenerateContent' },
};

const withTools: Question = {
  messages: [
    { role: 'user', content: 'An earlier question' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'c0', name: 'find_order', input: { order: 'earlier' } }] },
    { role: 'tool', id: 'c0', name: 'find_order', content: 'Shipped.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'And this?' },
        { type: 'image', mediaType: 'image/png', data: 'aGVsbG8=' },
      ],
    },
  ],
  tools: [
    {
      name: 'find_order',
      description: 'Looks an order up.',
      input: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
    },
  ],
  maxOutputTokens: 500,
};

describe('exported TypeScript', function () {
  this.timeout(60_000);
  let folder = '';
  let files = 0;
  let server: LoopbackServer;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-export-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    server = await startLoopbackServer();
    server.otherwise((request) => says(request, `answer of ${request.model}`));
  });
  afterEach(() => server.close());

  it('has no fault of types, with the strictest settings, for all kinds of routes on both kinds of SDKs', async () => {
    const typed = path.join(folder, 'typed');
    mkdirSync(typed);
    for (const target of modules)
      for (const name of ['watched', 'ruled', 'split', 'fast', 'plain'])
        writeFileSync(path.join(typed, `${target}-${name}.ts`), (await exported(target, nestedRoutes, { name })).text);
    writeFileSync(
      path.join(typed, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2024',
          lib: ['es2024', 'dom'],
          module: 'nodenext',
          types: ['node'],
          strict: true,
          noEmit: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noImplicitReturns: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          noPropertyAccessFromIndexSignature: true,
          erasableSyntaxOnly: true,
          skipLibCheck: true,
        },
        include: ['*.ts'],
      }),
    );
    const tsc = spawnSync(path.join(root, 'node_modules', '.bin', 'tsc'), ['-p', typed], { encoding: 'utf8' });
    assert.equal(tsc.stdout + tsc.stderr, '');
    assert.equal(tsc.status, 0);
  });

  it('holds no key, only the names of their variables', async () => {
    const { text } = await exported('typescript', nestedRoutes);
    assert.ok(text.includes("process.env['OPENAI_API_KEY'] ?? 'none'"));
    assert.ok(!/sk-[A-Za-z0-9]/.test(text));
  });

  for (const target of modules)
    describe(`on ${target === 'typescript' ? "the vendors' SDKs" : 'the Vercel AI SDK'}`, () => {
      async function moduleOf(routes: string, wish: ExportWish = {}): Promise<ExportedModule> {
        const here = { baseUrl: server.url };
        const endpoints = { openai: here, anthropic: here, google: here, groq: here };
        const { text } = await exported(target, `routes: {${routes}}`, { endpoints, ...wish });
        const file = path.join(folder, `route-${++files}.ts`);
        writeFileSync(file, text);
        const loaded: unknown = await import(pathToFileURL(file).href);
        assert.ok(typeof loaded === 'object' && loaded !== null && isExportedModule(loaded));
        return loaded;
      }

      const fails = (model: string, reply: Reply, times = 1) => {
        for (let count = 0; count < times; count++) server.script(reply, (request) => request.model === model);
      };

      it('asks each vendor in its own words, system message and all', async () => {
        for (const [id, wire] of [
          ['openai/small', '/responses'],
          ['anthropic/small', '/messages'],
          ['google/small', ':generateContent'],
          ['groq/small', '/chat/completions'],
        ]) {
          const { ask } = await moduleOf(`a: {fallback: [${id}]}`);
          const answer = await ask({ ...question('Hello'), system: 'Be brief.' });
          assert.deepEqual([answer.text, answer.model], ['answer of small', id]);
          const sent = server.requests.at(-1);
          assert.ok(sent?.path.split('?')[0]?.endsWith(wire ?? ''), sent?.path);
          assert.equal(sent?.prompt, 'Hello');
          assert.ok(JSON.stringify(sent?.body).includes('Be brief.'));
        }
      });

      it('moves on after a 429, a 500, a lost connection or a key that is refused, and tells whom it asked', async () => {
        const { ask } = await moduleOf('a: {fallback: [openai/small, anthropic/small, google/small], cooldown: false}');
        fails('small', problem(429), 1);
        fails('small', problem(500), 1);
        const answer = await ask(question());
        assert.deepEqual(brief(answer), ['openai/small rate-limit', 'anthropic/small server', 'google/small']);
        fails('small', problem(401), 1);
        fails('small', { cutAtByte: 1, cut: 'reset', body: '{"never": "whole"}', ...json }, 1);
        assert.deepEqual(brief(await ask(question())), [
          'openai/small access',
          `anthropic/small ${target === 'ai-sdk' ? 'incomplete' : 'network'}`,
          'google/small',
        ]);
      });

      it('does not move on after a request that was wrong', async () => {
        const { ask } = await moduleOf('a: {fallback: [openai/small, anthropic/small]}');
        fails('small', problem(400));
        await assert.rejects(ask(question()));
        assert.equal(server.requests.length, 1);
      });

      it('throws the last error when nobody answers', async () => {
        const { ask } = await moduleOf('a: {fallback: [openai/small, anthropic/large]}');
        fails('small', problem(500, 'first'));
        fails('large', problem(500, 'second'));
        await assert.rejects(ask(question()), /second/);
      });

      it('tries a target again before it moves on', async () => {
        const { ask } = await moduleOf('a: {fallback: [{model: openai/small, retries: 1}, openai/large]}');
        fails('small', { ...problem(500), headers: { 'content-type': 'application/json', 'retry-after': '0' } });
        assert.deepEqual(brief(await ask(question())), ['openai/small server', 'openai/small']);
      });

      it('has lists of its own for prompts that are too long, or refused by a filter', async () => {
        const { ask } = await moduleOf(
          'a: {fallback: [openai/small], context-too-long: [google/large], content-policy: [groq/large]}',
        );
        fails('small', problem(400, 'Input exceeds the context window', 'context_length_exceeded'));
        assert.deepEqual(brief(await ask(question())), ['openai/small context-too-long', 'google/large']);
        const words = 'request (9030 tokens) exceeds the available context size (2048 tokens), try increasing it';
        fails('small', problem(400, words, 'exceed_context_size_error'));
        assert.deepEqual(brief(await ask(question())), ['openai/small context-too-long', 'google/large']);
        fails('small', problem(400, 'Refused', 'content_policy_violation'));
        assert.deepEqual(brief(await ask(question())), ['openai/small content-policy', 'groq/large']);
      });

      it('lets a target rest after failures, and asks it again with one request when the rest is over', async () => {
        const resting = await moduleOf(
          'a: {fallback: [openai/small, openai/large], cooldown: {failures: 1, window: 1h, rest: 1h}}',
        );
        fails('small', problem(500), 2);
        await resting.ask(question());
        await resting.ask(question());
        assert.deepEqual(brief(await resting.ask(question())), ['openai/large']);
        const quick = await moduleOf(
          'a: {fallback: [openai/small, openai/large], cooldown: {failures: 0, window: 1h, rest: 1ms}}',
        );
        fails('small', problem(500));
        assert.deepEqual(brief(await quick.ask(question())), ['openai/small server', 'openai/large']);
        await eventually('the end of the rest', async () => {
          const asked = brief(await quick.ask(question()));
          return asked[0] === 'openai/small' ? asked : undefined;
        });
      });

      it('moves on when a target takes longer than its step may', async () => {
        const { ask } = await moduleOf('a: {fallback: [{model: openai/small, timeout: 60ms}, openai/large]}');
        fails('small', { heldUntil: new Promise(() => undefined), body: '' });
        assert.deepEqual(brief(await ask(question())), ['openai/small timeout', 'openai/large']);
      });

      it('stops when the caller does', async () => {
        const { ask } = await moduleOf('a: {fallback: [openai/small, openai/large]}');
        fails('small', { heldUntil: new Promise(() => undefined), body: '' });
        const stop = new AbortController();
        const asked = ask({ ...question(), signal: stop.signal });
        await eventually('the request', () => server.requests[0]);
        stop.abort();
        await assert.rejects(asked);
        assert.equal(server.requests.length, 1);
      });

      it('splits by weight, the same request always to the same target', async () => {
        const { ask } = await moduleOf('a: {weighted: {openai/small: 3, openai/large: 1, openai/none: 0}}');
        const served = async (index: number) => (await ask(question(`Question ${index}`))).model;
        const models = [];
        for (let index = 0; index < 120; index++) models.push(await served(index));
        const small = models.filter((model) => model === 'openai/small').length;
        assert.ok(small > 70 && small < 110, `${small} of 120`);
        assert.ok(!models.includes('openai/none'));
        for (const index of [3, 50, 99]) assert.equal(await served(index), models[index]);
      });

      it('escalates from answers that fail a check, are cut, or do not come', async () => {
        const { ask } = await moduleOf(
          'a: {cascade: [openai/small, anthropic/large], assert: [{type: is-json}, {type: not-contains, value: no}]}',
        );
        const answers = (text: string, finish?: 'length') =>
          server.script(says({ path: '/responses', model: 'small' }, text, finish), ({ model }) => model === 'small');
        answers('{"yes": 1}');
        assert.deepEqual(brief(await ask(question())), ['openai/small']);
        answers('not JSON');
        assert.deepEqual(brief(await ask(question())), ['openai/small', 'anthropic/large']);
        answers('{"no": 1}');
        assert.deepEqual(brief(await ask(question())), ['openai/small', 'anthropic/large']);
        answers('{"yes": 1}', 'length');
        assert.deepEqual(brief(await ask(question())), ['openai/small cut', 'anthropic/large']);
        fails('small', problem(500));
        assert.deepEqual(brief(await ask(question())), ['openai/small server', 'anthropic/large']);
      });

      it('asks the cheapest target that is good enough for the class of a request', async () => {
        const rate = (passed: number) => ({ passed, graded: 10 });
        const figures = (small: number) =>
          new Map([
            ['openai/small', rate(small)],
            ['anthropic/large', rate(10)],
          ]);
        const classes = { simple: figures(10), standard: figures(9), hard: figures(2) };
        const known = {
          price: (model: string) => (model.endsWith('small') ? 1 : 5),
          measured: () => ({ classes, table: new Map(), words: [], date: '', suites: [] }),
        };
        const { ask } = await moduleOf(
          'a: {cost: [anthropic/large, openai/small], floor: 90%, rules: {hard: {words: [prove]}}}',
          { known },
        );
        assert.equal((await ask(question('What is this?'))).model, 'openai/small');
        assert.equal((await ask(question('Please prove it.'))).model, 'anthropic/large');
        assert.equal((await ask(question('Please improve it.'))).model, 'openai/small');
      });

      it('lets a model say how hard a request is', async () => {
        const classes = {
          simple: new Map(),
          standard: new Map([['openai/small', { passed: 9, graded: 9 }]]),
          hard: new Map([
            ['openai/small', { passed: 1, graded: 9 }],
            ['openai/large', { passed: 9, graded: 9 }],
          ]),
        };
        const known = {
          price: (model: string) => (model.endsWith('small') ? 1 : 5),
          measured: () => ({ classes, table: new Map(), words: [], date: '', suites: [] }),
        };
        const { ask } = await moduleOf('a: {cost: [openai/small, openai/large], classify: openai/judge}', { known });
        server.script(says({ path: '/responses', model: 'judge' }, 'Hard.'), ({ model }) => model === 'judge');
        assert.equal((await ask(question())).model, 'openai/large');
        assert.equal((await ask(question())).model, 'openai/small');
      });

      it('asks the fastest once all times are known', async () => {
        const { ask } = await moduleOf('a: {latency: [openai/small, openai/large]}');
        server.otherwise((request) => ({
          ...says(request, 'Done'),
          ...(request.model === 'small' ? { delayMs: 120 } : {}),
        }));
        assert.equal((await ask(question('1'))).model, 'openai/small');
        assert.equal((await ask(question('2'))).model, 'openai/large');
        const later = [];
        for (let index = 0; index < 20; index++) later.push((await ask(question(`later ${index}`))).model);
        assert.ok(later.filter((model) => model === 'openai/large').length >= 15, later.join(' '));
      });

      it('asks a second target when the first says nothing, and stops the slower one', async () => {
        const { ask } = await moduleOf('a: {latency: [openai/small, openai/large], hedge: 30ms}');
        fails('small', { heldUntil: new Promise(() => undefined), body: '' });
        assert.equal((await ask(question())).model, 'openai/large');
        await eventually('the end of the slower request', () => server.requests[0]?.wasCut || undefined);
      });

      it('asks others beside, and tells what they said', async () => {
        const loaded = await moduleOf('a: {shadow: {serve: openai/small, compare: [anthropic/large]}}');
        assert.ok(loaded.compared);
        const heard: string[] = [];
        loaded.compared.listener = (_request, other) => heard.push(other.text);
        assert.deepEqual(brief(await loaded.ask(question())), ['openai/small']);
        assert.deepEqual(await eventually('the other', () => (heard.length > 0 ? heard : undefined)), [
          'answer of large',
        ]);
      });

      for (const [id, wire] of Object.entries(wires)) {
        it(`asks ${id} with tools, an image and what a tool gave, and tells the calls of the answer`, async () => {
          const { ask } = await moduleOf(`a: {fallback: [${id}]}`);
          server.otherwise(({ model, path: at }) => calls({ model, path: at }));
          const asked = await ask({ ...withTools, maxOutputTokens: 500 });
          assert.deepEqual(
            asked.toolCalls?.map(({ name, input }) => ({ name, input })),
            [{ name: 'find_order', input: { order: 'A-1' } }],
          );
          const sent = JSON.stringify(server.requests[0]?.body);
          for (const part of ['find_order', 'Looks an order up.', 'aGVsbG8=', 'Shipped.', 'earlier'])
            assert.ok(sent.includes(part), `${part} in ${sent}`);
        });

        it(`asks ${id} for JSON of a schema`, async () => {
          const { ask } = await moduleOf(`a: {fallback: [${id}]}`);
          server.otherwise((request) => says(request, '{"label":"late"}'));
          const schema = { type: 'object', properties: { label: { type: 'string' } }, required: ['label'] };
          assert.equal((await ask({ ...question(), schema })).text, '{"label":"late"}');
          assert.ok(JSON.stringify(server.requests[0]?.body).includes('"required":["label"]'));
        });

        it(`streams the words of ${id}, and begins anew with another one after they broke off`, async () => {
          const { ask } = await moduleOf(`a: {fallback: [${id}, ${id.replace('small', 'large')}], cooldown: false}`);
          const heard: string[] = [];
          const onText = (text: string, isAnew: boolean) => heard.push(isAnew ? `anew ${text}` : text);
          const words = { answer: { text: ['One', ' two', ' three'] } };
          server.otherwise(() => words);
          const asked = await ask({ ...question(), onText });
          assert.deepEqual([heard.join(''), asked.text], ['One two three', 'One two three']);
          assert.ok(heard.length > 1 && server.requests[0]?.path.includes(wire.streamed), heard.join('|'));
          heard.length = 0;
          fails('small', problem(500));
          const moved = await ask({ ...question(), onText });
          assert.deepEqual([heard.join(''), moved.model], ['One two three', id.replace('small', 'large')]);
        });
      }

      it('says that words count for nothing when another model begins after them', async () => {
        const { ask } = await moduleOf(
          'a: {cascade: [openai/small, openai/large], assert: [{type: contains, value: yes}]}',
        );
        const heard: string[] = [];
        server.otherwise(({ model }) => ({ answer: { text: model === 'small' ? ['No', ' no'] : ['Oh', ' yes'] } }));
        const onText = (text: string, isAnew: boolean) => heard.push(isAnew ? `(anew)${text}` : text);
        assert.equal((await ask({ ...question(), onText })).text, 'Oh yes');
        assert.equal(heard.join(''), 'No no(anew)Oh yes');
        const hedged = await moduleOf('a: {latency: [openai/small, openai/large], hedge: 20ms}');
        heard.length = 0;
        // Of two that speak at once the winner is heard when it is whole.
        server.otherwise((request) => says(request, 'Oh yes'));
        fails('small', { heldUntil: new Promise(() => undefined), body: '' });
        await hedged.ask({ ...question('Again'), onText });
        assert.equal(heard.join(''), 'Oh yes');
      });

      it('nests routes', async () => {
        const { ask } = await moduleOf(
          'a: {fallback: [route:b, route:c], cooldown: false}, b: {weighted: {openai/small: 1}}, c: {cascade: [openai/large]}',
        );
        fails('small', problem(503));
        assert.deepEqual(brief(await ask(question())), ['openai/small overloaded', 'openai/large']);
      });
    });
});

const json = { headers: { 'content-type': 'application/json' } };

function question(content = 'Hello'): Question {
  // Anthropic's wire wants a limit, and no SDK knows one for these models.
  return { messages: [{ role: 'user', content }], maxOutputTokens: 500 };
}

/** Whom it asked, with what each lacked. */
function brief({ attempts }: Asked): readonly string[] {
  return attempts.map(({ model, cause }) => (cause === undefined ? model : `${model} ${cause}`));
}

function problem(status: number, message = 'It failed.', code = 'problem'): Reply {
  return {
    status,
    ...json,
    body: JSON.stringify({ type: 'error', error: { message, code, type: code, status: code } }),
  };
}

/** An answer in one piece, in the words of the wire that was asked. */
function says({ path: at, model }: Pick<RecordedRequest, 'path' | 'model'>, text: string, finish?: 'length'): Reply {
  const answer = { text, ...(finish ? { finish } : {}) };
  const vendor = at.endsWith('/responses') ? 'openai' : at.includes('/messages') ? 'anthropic' : 'google';
  const chat = {
    id: 'c',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish ?? 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
  const body = at.endsWith('/chat/completions') ? chat : encodeWhole(vendor, answer, model);
  return { ...json, body: JSON.stringify(body) };
}

/** A call of a tool in place of words. */
function calls({ path: at, model }: Pick<RecordedRequest, 'path' | 'model'>): Reply {
  const call = { id: 'c1', name: 'find_order', input: { order: 'A-1' } };
  if (!at.endsWith('/chat/completions')) {
    const vendor = at.endsWith('/responses') ? 'openai' : at.includes('/messages') ? 'anthropic' : 'google';
    const answer = { text: '', toolCalls: [call] };
    return { ...json, body: JSON.stringify(encodeWhole(vendor, answer, model)) };
  }
  const wanted = {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  };
  const message = { role: 'assistant', content: null, tool_calls: [wanted] };
  const choices = [{ index: 0, message, finish_reason: 'tool_calls' }];
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return { ...json, body: JSON.stringify({ id: 'c', object: 'chat.completion', created: 0, model, choices, usage }) };
}
