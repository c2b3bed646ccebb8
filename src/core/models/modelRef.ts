/** The name of a model, `provider/model`, split at the first slash. */
export interface ModelRef {
  readonly provider: string;
  readonly model: string;
}

/** Splits `openai/gpt-5.6-luna` into `{provider: 'openai', model: 'gpt-5.6-luna'}`; undefined when there is no slash or an empty side. */
export function parseModelRef(id: string): ModelRef | undefined {
  const slash = id.indexOf('/');
  if (slash <= 0 || slash === id.length - 1) return undefined;
  return { provider: id.slice(0, slash), model: id.slice(slash + 1) };
}
