/** The parsed address when it is http, https or mailto without a user name hidden in it. */
export function safeLink(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const allowed = parsed.protocol === 'https:' || parsed.protocol === 'http:' || parsed.protocol === 'mailto:';
  return allowed && parsed.username === '' && parsed.password === '' ? parsed : undefined;
}
