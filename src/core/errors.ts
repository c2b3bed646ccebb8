import { defined } from './jsonRead.ts';
/** Every way a run can go wrong, and nothing else. Code compares these, never message text. */
export type ErrorCode =
  | 'missing-key'
  | 'invalid-key'
  | 'permission-denied'
  | 'billing'
  | 'model-not-found'
  | 'wrong-address'
  | 'unknown-provider'
  | 'no-address'
  | 'unknown-route'
  | 'unmeasured-route'
  | 'request-rejected'
  | 'context-too-long'
  | 'rate-limited'
  | 'overloaded'
  | 'server-error'
  | 'connection-refused'
  | 'connection-failed'
  | 'host-not-found'
  | 'certificate'
  | 'proxy'
  | 'redirect-refused'
  | 'key-origin-mismatch'
  | 'unexpected-response'
  | 'provider-error'
  | 'incomplete'
  | 'too-large'
  | 'timeout-connect'
  | 'timeout-first-byte'
  | 'timeout-idle'
  | 'timeout-total'
  | 'untrusted-workspace'
  | 'editor-model-denied'
  | 'editor-model-missing'
  | 'missing-input'
  | 'invalid-prompt'
  | 'invalid-arguments'
  | 'invalid-check'
  | 'judge-failed'
  | 'no-tool-result'
  | 'mcp-server'
  | 'mcp-consent'
  | 'simulated-user'
  | 'script-threw'
  | 'script-timeout'
  | 'script-memory'
  | 'script-result'
  | 'script-crashed'
  | 'spending-limit'
  | 'storage'
  | 'git'
  | 'internal';

/** The one button that an error offers. The panel, notifications and the command line take its words from `actionLabels`. */
export type ErrorAction =
  | 'set-key'
  | 'set-address'
  | 'choose-models'
  | 'retry'
  | 'open-settings'
  | 'open-prompt'
  | 'fill-inputs'
  | 'trust-workspace'
  | 'none';

interface ErrorKind {
  /** One sentence that says what to do next. */
  readonly hint: string;
  readonly action: ErrorAction;
  readonly retryable: boolean;
}

/** The one table from a code to its advice; `retryable` is decided here and nowhere else. */
const errorKinds: Readonly<Record<ErrorCode, ErrorKind>> = {
  'missing-key': { hint: 'Set an API key for this provider.', action: 'set-key', retryable: false },
  'invalid-key': {
    hint: 'Replace the API key: the provider does not accept this one.',
    action: 'set-key',
    retryable: false,
  },
  'permission-denied': {
    hint: 'Ask for access to this model, or choose another one.',
    action: 'choose-models',
    retryable: false,
  },
  billing: {
    hint: 'Add credit or raise the spending limit at the provider; waiting does not help.',
    action: 'choose-models',
    retryable: false,
  },
  'model-not-found': { hint: 'Choose a model that the provider offers.', action: 'choose-models', retryable: false },
  'no-tool-result': {
    hint: 'Declare what the tool gives back for this call under toolResults.',
    action: 'open-prompt',
    retryable: false,
  },
  'mcp-server': {
    hint: 'Check the command of the MCP server and what it writes to its error output.',
    action: 'open-settings',
    retryable: false,
  },
  'mcp-consent': {
    hint: 'Look at the command, then allow it to be started.',
    action: 'none',
    retryable: false,
  },
  'simulated-user': {
    hint: 'Change the instructions of the user, or choose another model to play it.',
    action: 'open-prompt',
    retryable: false,
  },
  'wrong-address': {
    hint: 'Check the address and the kind of the endpoint.',
    action: 'open-settings',
    retryable: false,
  },
  'unknown-provider': {
    hint: 'Write models as provider/model, for example openai/gpt-5.6-luna.',
    action: 'choose-models',
    retryable: false,
  },
  'no-address': { hint: 'Set the address of your own resource.', action: 'set-address', retryable: false },
  'unknown-route': {
    hint: 'Name a route of polyprompt.yaml, for example route:safe.',
    action: 'choose-models',
    retryable: false,
  },
  'unmeasured-route': {
    hint: 'Run its models on a suite and let the route learn from the results.',
    action: 'choose-models',
    retryable: false,
  },
  'request-rejected': { hint: 'Change the setting that the provider names.', action: 'open-prompt', retryable: false },
  'context-too-long': {
    hint: 'Shorten the prompt or choose a model with a larger context window.',
    action: 'choose-models',
    retryable: false,
  },
  'rate-limited': { hint: 'Wait, or lower the number of requests at once.', action: 'retry', retryable: true },
  overloaded: { hint: 'Try again in a moment.', action: 'retry', retryable: true },
  'server-error': {
    hint: "Try again in a moment; the fault is on the provider's side.",
    action: 'retry',
    retryable: true,
  },
  'connection-refused': {
    hint: 'Start the server, or correct its address in the settings.',
    action: 'open-settings',
    retryable: true,
  },
  'connection-failed': { hint: 'Check the network connection and try again.', action: 'retry', retryable: true },
  'host-not-found': { hint: 'Check the address and the network connection.', action: 'open-settings', retryable: true },
  certificate: {
    hint: 'Install the certificate authority that signed it, or correct the proxy setting. On the command line, NODE_USE_SYSTEM_CA=1 trusts what this system trusts.',
    action: 'open-settings',
    retryable: false,
  },
  proxy: {
    hint: 'Correct the proxy address or its user name and password.',
    action: 'open-settings',
    retryable: false,
  },
  'redirect-refused': {
    hint: 'Set the address that the server redirects to, if you trust it.',
    action: 'open-settings',
    retryable: false,
  },
  'key-origin-mismatch': {
    hint: 'Set a key for this address; a key is only sent to the address it was entered for.',
    action: 'set-key',
    retryable: false,
  },
  'unexpected-response': {
    hint: 'Check the address: something other than the provider answered.',
    action: 'open-settings',
    retryable: false,
  },
  'provider-error': {
    hint: 'Try again; the provider reported an error in its answer.',
    action: 'retry',
    retryable: true,
  },
  incomplete: { hint: 'Run this model again; the text received so far is kept.', action: 'retry', retryable: true },
  'too-large': { hint: 'Lower the maximum output tokens.', action: 'open-prompt', retryable: false },
  'timeout-connect': { hint: 'Check the address and the network connection.', action: 'retry', retryable: true },
  'timeout-first-byte': {
    hint: 'Try again, or raise the time-out for slow models in the settings.',
    action: 'retry',
    retryable: true,
  },
  'timeout-idle': { hint: 'Run this model again; the text received so far is kept.', action: 'retry', retryable: true },
  'timeout-total': {
    hint: 'Lower the maximum output tokens, or raise the time-out in the settings.',
    action: 'open-settings',
    retryable: false,
  },
  'untrusted-workspace': {
    hint: 'Trust this workspace to run prompts; editing and preview work without.',
    action: 'trust-workspace',
    retryable: false,
  },
  'editor-model-denied': {
    hint: 'Allow Polyprompt to use this model when the editor asks.',
    action: 'retry',
    retryable: false,
  },
  'editor-model-missing': { hint: 'Choose a model that the editor offers.', action: 'choose-models', retryable: false },
  'missing-input': { hint: 'Fill in the missing inputs.', action: 'fill-inputs', retryable: false },
  'invalid-prompt': { hint: 'Mend the prompt file at the place named.', action: 'open-prompt', retryable: false },
  'invalid-arguments': { hint: 'Run the command with --help to see its options.', action: 'none', retryable: false },
  'invalid-check': { hint: 'Mend the check in the suite.', action: 'open-prompt', retryable: false },
  'judge-failed': { hint: 'Grade again, or choose another judge.', action: 'retry', retryable: true },
  'script-threw': { hint: 'Mend the script at the line named.', action: 'open-prompt', retryable: false },
  'script-timeout': { hint: 'Make the script do less, or less often.', action: 'open-prompt', retryable: false },
  'script-memory': { hint: 'Make the script hold less at once.', action: 'open-prompt', retryable: false },
  'script-result': {
    hint: 'Return true, false, a finite number, a text, or an object of these; not a promise.',
    action: 'open-prompt',
    retryable: false,
  },
  'script-crashed': { hint: 'Simplify the script; the other checks went on.', action: 'open-prompt', retryable: false },
  'spending-limit': {
    hint: 'Ask for less, or ask the user to raise the limit.',
    action: 'open-settings',
    retryable: false,
  },
  storage: { hint: 'Free some disk space or choose another folder.', action: 'open-settings', retryable: false },
  git: { hint: 'Do what git says, then try again.', action: 'none', retryable: false },
  internal: { hint: 'Please report this with the steps that led to it.', action: 'none', retryable: false },
};

export const actionLabels: Readonly<Record<Exclude<ErrorAction, 'none'>, string>> = {
  'set-key': 'Set API Key',
  'set-address': 'Set Address',
  'choose-models': 'Choose Models',
  retry: 'Retry',
  'open-settings': 'Open Settings',
  'open-prompt': 'Open Prompt',
  'fill-inputs': 'Fill In Inputs',
  'trust-workspace': 'Manage Trust',
};

const actions: ReadonlySet<unknown> = new Set(Object.values(errorKinds).map(({ action }) => action));

/** True for a value that names what a person can do about an error. */
export function isErrorAction(value: unknown): value is ErrorAction {
  return actions.has(value);
}

interface ErrorDetails {
  /** Replaces the table's advice when there is a better one, e.g. the closest known model ids. */
  readonly hint?: string;
  /** Lines of ours that a person is to copy as they stand. */
  readonly lines?: readonly string[];
  readonly retryAfterMs?: number;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** Replaces the table's decision, for `x-should-retry` and similar headers. */
  readonly retryable?: boolean;
  readonly requestId?: string;
  readonly cause?: unknown;
}

/** The JSON form of an error, as it stands in RunEvents, the journal and the panel. Holds no key and no prompt text. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly action: ErrorAction;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly status?: number;
  readonly requestId?: string;
  /** Lines to copy, where there are any. */
  readonly lines?: readonly string[];
}

/** The one error class. `message` says what happened, `hint` what to do next. */
export class PolypromptError extends Error {
  override readonly name = 'PolypromptError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly lines: readonly string[];
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? errorKinds[code].hint;
    this.lines = details.lines ?? [];
    this.retryable = details.retryable ?? errorKinds[code].retryable;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.requestId = details.requestId;
  }

  toRecord(): ErrorRecord {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      action: errorKinds[this.code].action,
      retryable: this.retryable,
      ...defined({ retryAfterMs: this.retryAfterMs, status: this.status, requestId: this.requestId }),
      ...(this.lines.length === 0 ? {} : { lines: this.lines }),
    };
  }
}

/** Turns anything thrown into a `PolypromptError`; anything that is not one becomes `internal`. */
export function toPolypromptError(error: unknown): PolypromptError {
  if (error instanceof PolypromptError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new PolypromptError('internal', `Something went wrong inside Polyprompt (${name}).`, { cause: error });
}
