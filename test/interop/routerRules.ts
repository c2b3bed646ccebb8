import type { Reply } from '../support/loopbackServer.ts';

/** Short names of the targets, as the loopback server sees them. */
export const models = {
  a: 'gpt-5.6-luna',
  b: 'claude-haiku-4-5',
  c: 'gemini-3.8-flash',
  d: 'openai/gpt-oss-120b',
} as const;
export type Letter = keyof typeof models;

/** One rule of routers, and what is asked of whom by LiteLLM and by us under the same faults: letters in the order of the requests. */
export interface RouterRule {
  /** As in the first column of the table in docs/routing.md. */
  readonly rule: string;
  /** What stands under `routes:` for it. */
  readonly route: string;
  /** What each model answers first; afterwards it answers well. */
  readonly faults: Readonly<Partial<Record<Letter, readonly Reply[]>>>;
  readonly litellm: readonly string[];
  readonly ours: readonly string[];
}

const json = { 'content-type': 'application/json' };

function problem(status: number, code = 'problem', message = 'It failed.', headers: Reply['headers'] = {}): Reply {
  const error = { message, code, type: status === 400 ? 'invalid_request_error' : code };
  return { status, headers: { ...json, ...headers }, body: JSON.stringify({ type: 'error', error }) };
}

const tooLong = problem(400, 'context_length_exceeded', "This model's maximum context length is 10 tokens.");
const refused = problem(
  400,
  'content_policy_violation',
  'Your request was rejected as a result of our safety system: content_policy_violation.',
);
const [a, b, c, d] = [
  'openai/gpt-5.6-luna',
  'anthropic/claude-haiku-4-5',
  'google/gemini-3.8-flash',
  'groq/openai/gpt-oss-120b',
];
const failed = problem(500);
const limited = problem(429, 'rate_limit_exceeded', 'Slow down.');

/** In `litellm` and `ours` each text is one request: whom it reached, and the error that was told where nobody answered. */
export const routerRules: readonly RouterRule[] = [
  {
    rule: 'moves on after 429',
    route: `{fallback: [${a}, ${b}], cooldown: false}`,
    faults: { a: [limited] },
    litellm: ['ab'],
    ours: ['ab'],
  },
  {
    rule: 'moves on after 500',
    route: `{fallback: [${a}, ${b}, ${c}], cooldown: false}`,
    faults: { a: [failed], b: [failed] },
    litellm: ['abc'],
    ours: ['abc'],
  },
  {
    rule: 'a request that was wrong',
    route: `{fallback: [${a}, ${b}], cooldown: false}`,
    faults: { a: [problem(400, 'invalid_request_error', 'Unknown parameter.')] },
    litellm: ['ab'],
    ours: ['a request-rejected'],
  },
  {
    rule: 'prompt too long',
    route: `{fallback: [{model: ${a}, retries: 2}, ${b}], context-too-long: [${c}], cooldown: false}`,
    faults: { a: [tooLong] },
    litellm: ['ac'],
    ours: ['ac'],
  },
  {
    rule: 'content policy',
    route: `{fallback: [{model: ${a}, retries: 2}, ${b}], content-policy: [${d}], cooldown: false}`,
    faults: { a: [refused] },
    litellm: ['ad'],
    ours: ['ad'],
  },
  {
    rule: 'retries first',
    route: `{fallback: [{model: ${a}, retries: 1}, ${b}], cooldown: false}`,
    faults: { a: [failed, failed] },
    litellm: ['aab'],
    ours: ['aab'],
  },
  {
    rule: 'rest after failures',
    route: `{fallback: [${a}, ${b}], cooldown: {failures: 1, window: 1h, rest: 1h}}`,
    faults: { a: [failed, failed] },
    litellm: ['ab', 'ab', 'b'],
    ours: ['ab', 'ab', 'b'],
  },
  {
    rule: 'kinds of failures',
    route: `{fallback: [${a}, ${b}], cooldown: {failures: 1, window: 1h, rest: 1h}}`,
    faults: { a: [failed, limited] },
    litellm: ['ab', 'ab', 'a'],
    ours: ['ab', 'ab', 'b'],
  },
  {
    rule: 'a key that is refused',
    route: `{fallback: [${a}, ${b}], cooldown: {failures: 3, window: 1h, rest: 1h}}`,
    faults: { a: [problem(401, 'invalid_api_key', 'Incorrect API key provided.')] },
    litellm: ['ab', 'b'],
    ours: ['ab', 'b'],
  },
  {
    rule: 'Retry-After',
    route: `{fallback: [${a}, ${b}], cooldown: {failures: 3, window: 1h, rest: 1h}}`,
    faults: { a: [problem(429, 'rate_limit_exceeded', 'Slow down.', { 'retry-after': '3600' })] },
    litellm: ['ab', 'a'],
    ours: ['ab', 'b'],
  },
  {
    rule: 'all rest',
    route: `{fallback: [${a}], cooldown: {failures: 0, window: 1h, rest: 1h}}`,
    faults: { a: [failed] },
    litellm: ['a server-error', ' rate-limited'],
    ours: ['a server-error', 'a'],
  },
  {
    rule: 'broken off without a word',
    route: `{fallback: [${a}, ${b}], cooldown: false}`,
    faults: { a: [{ answer: { text: 'This is only the first half' }, cutAtByte: 500 }] },
    litellm: ['a'],
    ours: ['ab'],
  },
  {
    rule: 'connection lost in the middle',
    route: `{fallback: [${a}, ${b}], cooldown: false}`,
    faults: { a: [{ answer: { text: 'This is only the first half' }, cutAtByte: 500, cut: 'reset' }] },
    litellm: ['ab'],
    ours: ['ab'],
  },
  {
    rule: 'nobody answers',
    route: `{fallback: [${a}, ${b}], cooldown: false}`,
    faults: { a: [failed], b: [limited] },
    litellm: ['ab server-error'],
    ours: ['ab rate-limited'],
  },
  {
    rule: 'overloaded',
    route: `{fallback: [${a}, ${b}], cooldown: {failures: 0, window: 1h, rest: 1h}}`,
    faults: { a: [problem(503)] },
    litellm: ['ab', 'b'],
    ours: ['ab', 'b'],
  },
];
