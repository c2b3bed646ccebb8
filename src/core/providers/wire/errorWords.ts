/** Codes for spent money: waiting does not help, so these are never retried although most arrive as 429. */
export const billingCodes: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'workspace_spend_limit_reached',
  'billing_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'user_profile_billing_not_authorized',
]);
export const contextCodes: ReadonlySet<string> = new Set([
  'context_length_exceeded',
  'context_window_exceeded',
  'exceed_context_size_error',
  'model_context_window_exceeded',
  'request_too_large',
  'string_above_max_length',
]);
/** Codes for a wrong key. LiteLLM uses the last one for a key that is not its own, where it has no database to look it up in. */
export const keyCodes: ReadonlySet<string> = new Set([
  'invalid_api_key',
  'API_KEY_INVALID',
  'authentication_error',
  'UNAUTHENTICATED',
  'no_db_connection',
]);
/** Codes for a key that is good, but not for this model; LiteLLM sends them with a 401. */
export const accessCodes: ReadonlySet<string> = new Set([
  'key_model_access_denied',
  'team_model_access_denied',
  'user_model_access_denied',
  'org_model_access_denied',
]);
export const modelCodes: ReadonlySet<string> = new Set([
  'model_not_found',
  'model_not_found_error',
  'invalid_model',
  'DeploymentNotFound',
  'model_not_available',
  'model_not_supported',
]);
export const overloadCodes: ReadonlySet<string> = new Set([
  'overloaded_error',
  'UNAVAILABLE',
  'overloaded',
  'server_overloaded',
  'engine_overloaded',
]);
/** A call that the model made wrongly, which Groq answers with 400: https://github.com/groq/groq-typescript/issues/28 */
export const wrongCallCodes: ReadonlySet<string> = new Set(['tool_use_failed']);
export const rateCodes: ReadonlySet<string> = new Set([
  'rate_limit_error',
  'rate_limit_exceeded',
  'RESOURCE_EXHAUSTED',
  'slow_down',
]);
/** Codes for a prompt that a filter stopped before the model saw it: an outcome of the model, not a fault. */
export const filterCodes: ReadonlySet<string> = new Set([
  'content_policy_violation',
  'content_filter',
  'invalid_prompt',
  'ResponsibleAIPolicyViolation',
]);

// Not every vendor has codes for the following, so that here, and only here, the wording decides.
/** The wordings for a prompt that is too long. Exported routers contain them, too, so they use nothing that only newer JavaScript knows. */
export const contextWording = anyOf([
  '(prompt|input)( is)? too (long|large)',
  // llama.cpp puts its count in between: input (600 tokens) is too large to process.
  'input \\(\\d+ tokens\\) is too (long|large)',
  'context ?(length|window|size|limit|overflow)',
  'maximum (context|prompt length|input length|model length)',
  'input token count',
  'too many (input )?tokens',
  'input tokens? exceed',
  // Hugging Face names the fields: `inputs` tokens + `max_new_tokens` must be <= 4096; `inputs` must have less than 1024 tokens.
  '`?inputs`? (tokens \\+ `?max_new_tokens`? must be <|must have less than \\d+ tokens)',
  'exceeds? (the )?(model.s )?maximum (allowed )?(number of )?(input )?(tokens|length)',
  // Amazon's own models say: Number of input tokens exceeds maximum length.
  'number of (input )?tokens exceeds',
  'exceed(s|ed)? (the )?(model token limit|max_model_len|max(imum)? (sequence|prompt) length)',
  'prompt exceeds (the )?max',
  'range of input length should be',
  // vLLM gives the answer the rest of the window after the prompt, which may be less than nothing.
  'max_(completion_)?tokens must be at least 1, got -',
  'reduce the length of (the|your) (messages|prompt|input)',
]);
/**
 * The statuses with which servers answer a prompt that is too long; undefined is an error within a stream. A 429 speaks of the rate of
 * tokens instead.
 */
export const contextStatuses: readonly (number | undefined)[] = [undefined, 400, 413, 422, 500];
export const billingWording = /credit balance is too low|exceeded your current quota|spend(ing)? limit/i;
export const keyWording = /api key (not valid|expired)|(invalid|incorrect) api key/i;
/** The wordings for a model that the server does not have, where the status does not say so. */
export const modelWording = anyOf([
  'invalid model( name| id| identifier)?\\b(?! (param|setting|config|output|response))',
  '(unknown|no such) model\\b',
  'model\\b.{0,200}\\b(not exist|not found|is not available|not recogni[sz]ed)',
  'not a valid model',
  'model identifier is invalid',
  'model is not supported by any provider',
  'no endpoints found',
  // transformers serve, started with a model of its own, says: Server is pinned to 'a'; requested 'b'.
  "pinned to '.*'; requested '",
]);
/** The wordings for a path that the server does not have. LM Studio sends one with status 200. */
export const addressWording = /unexpected endpoint or method|^invalid url|^cannot (get|post) |^no static resource/i;

function anyOf(wordings: readonly string[]): RegExp {
  return new RegExp(wordings.join('|'), 'i');
}
