/** A version in the name of a model: 5.6 becomes {major: 5, minor: 6}. */
interface Version {
  readonly major: number;
  readonly minor: number;
}

/** True for OpenAI's models that reason: `o1` and later, `gpt-5` and later except the chat variants. */
export function isOpenAiReasoningModel(model: string): boolean {
  const name = bareName(model);
  if (/^o\d/.test(name)) return true;
  const version = gptVersion(name);
  return version !== undefined && version.major >= 5 && !/^gpt-5(\.\d+)?-chat/.test(name);
}

/**
 * True for OpenAI's models that take temperature and top_p with reasoning switched off, which those from 5.1 on do:
 * https://platform.openai.com/docs/guides/latest-model#gpt-5-2-parameter-compatibility
 */
export function allowsSamplingWithoutReasoning(model: string): boolean {
  const version = gptVersion(bareName(model));
  return version !== undefined && (version.major > 5 || (version.major === 5 && version.minor >= 1));
}

/** True for OpenAI's models that take a verbosity: those from GPT-5 on except the chat variants. Others refuse it. */
export function takesVerbosity(model: string): boolean {
  return isOpenAiReasoningModel(model) && gptVersion(bareName(model)) !== undefined;
}

/** False for OpenAI's o models, which answer 400 to a switch for parallel calls: https://github.com/langchain-ai/langchain/issues/29704 */
export function takesParallelSwitch(model: string): boolean {
  return !/^o\d/.test(bareName(model));
}

/** True for models that may be silent for minutes before their first word, whoever serves them. */
export function isReasoningModel(model: string): boolean {
  const name = bareName(model).toLowerCase();
  if (isOpenAiReasoningModel(name)) return true;
  if (
    /reason|think|deep-research|magistral|deepseek-(?:r|v4|flash)|(?:^|-)r1\b|qwq|gpt-oss|grok-(?:4|[5-9])|glm-5|kimi-k/.test(
      name,
    )
  ) {
    return !name.includes('non-reasoning');
  }
  const gemini = /gemini-(\d+)/.exec(name)?.[1];
  if (gemini !== undefined) return Number(gemini) >= 3 || /2\.5-pro/.test(name);
  return /claude-(?:opus|sonnet|haiku|fable)-(?:4-[6-9]|[5-9])/.test(name);
}

/** The name without the vendor's name that routers put in front: `openai/gpt-5.6-luna` becomes `gpt-5.6-luna`. */
export function bareName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

function gptVersion(name: string): Version | undefined {
  const match = /^gpt-(\d+)(?:\.(\d+))?(?!\d|o)/.exec(name);
  return match ? { major: Number(match[1]), minor: Number(match[2] ?? 0) } : undefined;
}
