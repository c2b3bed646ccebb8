import { createHash } from 'node:crypto';
import themes from './reportThemes.json' with { type: 'json' };

/** The editor's own colours, light or dark as the reader's system has it. */
export function themeStyle(): string {
  const variables = (theme: Readonly<Record<string, string>>) =>
    Object.entries(theme)
      .map(([name, value]) => `${name}: ${value};`)
      .join(' ');
  const light = `:root { color-scheme: light; ${variables(themes.light)} }`;
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(themes.dark)} } }`;
  return `${light}\n${dark}`;
}

/** The name of a script or a style in the content policy of its page. */
export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
