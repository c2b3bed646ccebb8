/** Publishers' names by which other tools call a provider of ours. */
const providerAliases: Readonly<Record<string, string>> = {
  googleai: 'google',
  vertexai: 'google',
  'mistral-ai': 'mistral',
};

const bareNames: readonly (readonly [RegExp, string])[] = [
  [/^gemini-/, 'google'],
  [/^(?:gpt-|chatgpt-|o\d)/, 'openai'],
  [/^claude-/, 'anthropic'],
];

/** The name of a model in our spelling: `googleai/x` is `google/x`, and a bare `gpt-…` gets its provider. */
export function normalizeModelName(name: string): string {
  const trimmed = name.trim();
  const slash = trimmed.indexOf('/');
  if (slash > 0) {
    const provider = trimmed.slice(0, slash);
    return `${Object.hasOwn(providerAliases, provider) ? providerAliases[provider] : provider}${trimmed.slice(slash)}`;
  }
  const known = bareNames.find(([pattern]) => pattern.test(trimmed));
  return known ? `${known[1]}/${trimmed}` : trimmed;
}
