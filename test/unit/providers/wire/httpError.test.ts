import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ErrorCode } from '../../../../src/core/errors.ts';
import { type HttpFailure, httpError } from '../../../../src/core/providers/wire/httpError.ts';

function errorFor(status: number | undefined, body: unknown, headers: Record<string, string> = {}) {
  const failure: HttpFailure = {
    who: 'OpenAI',
    model: 'gpt-x',
    status,
    body,
    headers: new Headers(headers),
    wallTime: 0,
  };
  return httpError(failure);
}

const openai = (code: string | null, message = 'no', type = 'invalid_request_error') => ({
  error: { message, type, code, param: null },
});
const anthropic = (type: string, message = 'no', errorCode?: string) => ({
  type: 'error',
  error: { type, message, ...(errorCode ? { details: { error_code: errorCode } } : {}) },
});
const google = (code: number, status: string, message = 'no', details: unknown[] = []) => ({
  error: { code, message, status, details },
});

describe('httpError', () => {
  const tooLong: readonly (readonly [number | undefined, unknown])[] = [
    [400, { error: { code: 400, message: 'the request exceeds the available context size, try increasing it' } }],
    [500, { error: { message: 'the request exceeds the available context size' } }],
    [
      422,
      {
        error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000',
        error_type: 'validation',
      },
    ],
    [422, { error: 'Input validation error: `inputs` must have less than 1024 tokens. Given: 9000' }],
    [400, { error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens." }],
    [400, { message: 'Input is too long for requested model.' }],
    [400, { message: 'The decoder prompt (length 9000) is longer than the maximum model length of 4096.' }],
    [400, { message: 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000' }],
    [400, { error: { message: 'Please reduce the length of the messages or completion.' } }],
    [undefined, { error: { type: 'exceed_context_size_error', message: 'too much' } }],
    // llama.cpp
    [
      400,
      {
        error: {
          code: 400,
          type: 'exceed_context_size_error',
          message: 'request (9030 tokens) exceeds the available context size (2048 tokens), try increasing it',
        },
      },
    ],
    [500, { error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' } }],
    [undefined, { error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' } }],
    [500, { error: { message: 'input (600 tokens) is too large to process. increase the physical batch size' } }],
    // xAI
    [
      400,
      {
        code: 'Client specified an invalid argument',
        error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
      },
    ],
    // Bedrock
    [
      400,
      { message: 'Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input.' },
    ],
    [400, { message: 'Too many input tokens. Max input tokens: 8192, request input token count: 9000' }],
    [400, { message: 'The model returned the following errors: prompt is too long: 208310 tokens > 200000 maximum' }],
    // LM Studio
    [
      400,
      {
        error:
          'Trying to keep the first 5113 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
      },
    ],
    [
      undefined,
      { message: 'The number of tokens to keep from the initial prompt is greater than the context length.' },
    ],
    // Ollama
    [500, { error: 'prompt too long; exceeded max context length by 5 tokens' }],
    [400, { error: { message: 'the input length exceeds the context length', type: 'invalid_request_error' } }],
    [undefined, { error: 'context limit hit - shifting is disabled' }],
    // vLLM
    [
      400,
      {
        object: 'error',
        message:
          "You passed 9001 input tokens and requested 100 output tokens. However, the model's context length is only 8192 tokens.",
        code: 400,
      },
    ],
    [400, { error: { message: 'max_tokens must be at least 1, got -4904.', code: 400 } }],
    [400, { message: 'The engine prompt length 9000 exceeds the max_model_len 4096. Please reduce prompt.' }],
    // LiteLLM, Moonshot, Qwen
    [400, { error: { message: 'litellm.ContextWindowExceededError: litellm.BadRequestError: no', code: '400' } }],
    [400, { error: { message: 'Invalid request: Your request exceeded model token limit: 8192' } }],
    [400, { error: { message: 'Range of input length should be [1, 30720]' } }],
  ];
  const unknownModel: readonly (readonly [number | undefined, unknown])[] = [
    [404, openai('model_not_found')],
    [404, anthropic('not_found_error', 'model: gpt-x')],
    [404, google(404, 'NOT_FOUND', 'models/gpt-x is not found for API version v1beta')],
    [404, { error: { message: 'model "gpt-x" not found, try pulling it first', type: 'api_error' } }],
    [404, { object: 'error', message: 'The model `/path/to/gpt-x` does not exist.', code: 404 }],
    [404, { error: { message: 'No endpoints found for some/gpt-x.', code: 404 } }],
    [404, { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } }],
    [400, { error: { message: '/chat/completions: Invalid model name passed in model=gpt-x. Call `/v1/models`.' } }],
    [400, { detail: "Server is pinned to 'a'; requested 'b'." }],
    [400, { error: { message: 'gpt-x is not a valid model ID', code: 400 } }],
    [400, { error: { message: 'Model Not Exist', type: 'invalid_request_error' } }],
    [400, { object: 'error', message: 'Invalid model: gpt-x', type: 'invalid_model', code: '1500' }],
    [400, { message: 'The provided model identifier is invalid.' }],
    [undefined, { error: { message: 'The model gpt-x does not exist' } }],
  ];
  const wrongAddress: readonly (readonly [number | undefined, unknown])[] = [
    [404, ''],
    [404, '404 page not found'],
    [404, '<html>Not Found</html>'],
    [404, { detail: 'Not Found' }],
    [404, { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } }],
    [404, anthropic('not_found_error', 'Not Found')],
    [404, { error: { message: 'Invalid URL (POST /v1/wrong/chat/completions)', code: null } }],
    [404, { message: 'Route POST:/models/gpt-x:streamGenerateContent not found', error: 'Not Found' }],
    [404, 'Cannot POST /wrong/v1beta/models/gpt-x:streamGenerateContent'],
    [404, { error: { code: '404', message: 'Resource not found' } }],
    [405, { detail: 'Method Not Allowed' }],
    [405, ''],
    [undefined, { error: 'Unexpected endpoint or method. (POST /wrong/chat/completions)' }],
  ];
  type Row = readonly [string, number | undefined, unknown, ErrorCode, boolean];
  const table: readonly Row[] = [
    ['a bad request (fault 1)', 400, openai('invalid_value'), 'request-rejected', false],
    ['a wrong key (fault 2)', 401, openai('invalid_api_key'), 'invalid-key', false],
    [
      "Google's wrong key (fault 2)",
      400,
      google(400, 'INVALID_ARGUMENT', 'API key not valid.', [{ reason: 'API_KEY_INVALID' }]),
      'invalid-key',
      false,
    ],
    ['payment required (fault 3)', 402, anthropic('billing_error'), 'billing', false],
    ["OpenAI's spent quota (fault 3)", 429, openai('insufficient_quota'), 'billing', false],
    ['spent credit (fault 3)', 429, openai('credit_balance_exhausted'), 'billing', false],
    [
      "Anthropic's spending limit (fault 3)",
      429,
      anthropic('rate_limit_error', 'no', 'enforced_spend_limit_reached'),
      'billing',
      false,
    ],
    [
      "Anthropic's empty balance (fault 3)",
      400,
      anthropic('invalid_request_error', 'Your credit balance is too low'),
      'billing',
      false,
    ],
    ['a region or permission (fault 4)', 403, openai('unsupported_country'), 'permission-denied', false],
    ...unknownModel.map(
      ([status, body], index): Row => [`an unknown model (fault 5, ${index})`, status, body, 'model-not-found', false],
    ),
    ...wrongAddress.map(
      ([status, body], index): Row => [`a wrong address (${index})`, status, body, 'wrong-address', false],
    ),
    [
      'a key that a proxy without a database does not know',
      400,
      { error: { message: 'No connected db.', type: 'no_db_connection', param: null, code: '400' } },
      'invalid-key',
      false,
    ],
    [
      'a key of a proxy that is not for this model',
      401,
      { error: { message: 'key not allowed to access model.', type: 'key_model_access_denied', code: '401' } },
      'permission-denied',
      false,
    ],
    [
      'a setting that this model does not take',
      400,
      openai('unsupported_parameter', "Unsupported parameter: 'top_p' is not supported with this model."),
      'request-rejected',
      false,
    ],
    ['a limit told inside a stream', undefined, { error: { code: 429, message: 'slow' } }, 'rate-limited', true],
    [
      'a bad request told inside a stream',
      undefined,
      { error: { code: 400, message: 'no' } },
      'request-rejected',
      false,
    ],
    ['a request that timed out (fault 6)', 408, '', 'server-error', true],
    ['a conflict (fault 7)', 409, '', 'server-error', true],
    ['a body that is too large (fault 8)', 413, anthropic('request_too_large'), 'context-too-long', false],
    ["OpenAI's context length (fault 8)", 400, openai('context_length_exceeded'), 'context-too-long', false],
    [
      "Anthropic's context length (fault 8)",
      400,
      anthropic('invalid_request_error', 'prompt is too long: 9 > 8'),
      'context-too-long',
      false,
    ],
    [
      "Google's context length (fault 8)",
      400,
      google(400, 'INVALID_ARGUMENT', 'The input token count exceeds'),
      'context-too-long',
      false,
    ],
    ...tooLong.map(
      ([status, body], index): Row => [
        `a prompt too long in words of its own (${index})`,
        status,
        body,
        'context-too-long',
        false,
      ],
    ),
    [
      'a limit of the answer that is too high',
      400,
      { message: 'max_tokens is too large: 9000. This model supports at most 4096 completion tokens.' },
      'request-rejected',
      false,
    ],
    ['a rate of tokens', 429, { message: 'Too many tokens per minute' }, 'rate-limited', true],
    [
      'an unprocessable entity (fault 9)',
      422,
      { detail: [{ loc: ['body'], msg: 'field required' }] },
      'request-rejected',
      false,
    ],
    ['a rate limit (fault 10)', 429, openai('rate_limit_exceeded'), 'rate-limited', true],
    ['500 (fault 12)', 500, 'oops', 'server-error', true],
    ['502 (fault 12)', 502, '<html>Bad Gateway</html>', 'server-error', true],
    ['a call that a model at Groq made wrongly', 400, openai('tool_use_failed'), 'provider-error', true],
    ['503 (fault 12)', 503, '', 'overloaded', true],
    ['504 (fault 12)', 504, '', 'server-error', true],
    ['529 (fault 12)', 529, anthropic('overloaded_error'), 'overloaded', true],
    ['an overload inside a stream (fault 15)', undefined, anthropic('overloaded_error'), 'overloaded', true],
    ['an error inside a stream (fault 15)', undefined, { message: 'boom', code: 'x' }, 'provider-error', true],
    ['a proxy that wants a password (fault 22)', 407, '', 'proxy', false],
  ];
  for (const [name, status, body, code, retryable] of table) {
    it(`${name} is ${code}`, () => {
      const error = errorFor(status, body);
      assert.deepEqual([error.code, error.retryable, error.status], [code, retryable, status]);
    });
  }

  it("shows the vendor's words and the field they name", () => {
    const error = errorFor(400, {
      error: { message: 'Unsupported value', param: 'temperature', code: 'unsupported_value' },
    });
    assert.equal(error.message, 'OpenAI rejected the request (400): Unsupported value [temperature]');
  });

  it('names the address where nothing answers, without what may be secret in it', () => {
    const baseUrl = 'https://ann:secret@host:8080/wrong?key=secret';
    const error = httpError({ who: 'llama.cpp', status: 404, body: 'File Not Found', baseUrl, wallTime: 0 });
    assert.equal(error.message, 'llama.cpp answers nothing at https://host:8080/wrong (404): File Not Found');
    assert.equal(error.hint, 'Check the address and the kind of the endpoint.');
  });

  it('does not show a web page', () => {
    assert.equal(
      errorFor(502, '<html><b>x</b></html>').message,
      'OpenAI has a problem (502): it sent a web page instead of an error',
    );
  });

  it('reads the shapes of other vendors', () => {
    assert.match(errorFor(400, { object: 'error', message: 'flat', type: 't', code: 3 }).message, /flat/);
    assert.match(errorFor(400, { error: 'just text' }).message, /just text/);
    assert.match(errorFor(400, [{ error: { message: 'in a list' } }]).message, /in a list/);
    assert.match(errorFor(400, '{"error":{"message":"in a string"}}').message, /in a string/);
    assert.match(errorFor(422, { detail: [{ msg: 'field required' }] }).message, /field required/);
  });

  it('carries the wait from headers or from RetryInfo (fault 10)', () => {
    assert.equal(errorFor(429, '', { 'retry-after': '2' }).retryAfterMs, 2000);
    const info = google(429, 'RESOURCE_EXHAUSTED', 'slow', [{ '@type': 'RetryInfo', retryDelay: '7s' }]);
    assert.equal(errorFor(429, info).retryAfterMs, 7000);
  });

  it('obeys x-should-retry both ways, except where money is missing (fault 13)', () => {
    assert.equal(errorFor(500, '', { 'x-should-retry': 'false' }).retryable, false);
    assert.equal(errorFor(400, '', { 'x-should-retry': 'true' }).retryable, true);
    assert.equal(errorFor(429, openai('insufficient_quota'), { 'x-should-retry': 'true' }).retryable, false);
  });

  it('keeps the request id', () => {
    assert.equal(errorFor(500, '', { 'x-request-id': 'req_1' }).requestId, 'req_1');
    assert.equal(errorFor(500, '', { 'request-id': 'req_2' }).requestId, 'req_2');
  });
});
