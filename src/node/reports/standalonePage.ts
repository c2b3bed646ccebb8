import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf, themeStyle } from './reportStyle.ts';

/** A page of a panel that can be passed on. */
export interface StandalonePage {
  readonly title: string;
  /** The element that is the page. */
  readonly element: string;
  /** Name of a file in `distFolder`. */
  readonly script: string;
  readonly styles: readonly string[];
  /** The data that the page shows. */
  readonly data: unknown;
  readonly distFolder: string;
}

/** The page as one file. Its script, styles, icons and data are inside, and its policy lets nothing in or out. */
export function standalonePage({ title, element, script: name, styles, data, distFolder }: StandalonePage): string {
  const read = (file: string) => readFileSync(path.join(distFolder, file), 'utf8');
  const style = [themeStyle(), iconStyle(distFolder), ...styles.map(read)].join('\n');
  const script = inlineScript(read(name));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main><${element}></${element}></main>
<script type="application/json" id="report">${inlineJson(data)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'font-src data:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dompurify polyprompt-markdown',
  ].join('; ');
}

/** A script ends wherever its end tag stands, even inside of a string. */
function inlineScript(script: string): string {
  return script
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
    .replaceAll('\r', '\n')
    .replaceAll(/<(\/script|!--)/gi, '\\x3c$1');
}

/** JSON without any text that could end the element around it. */
function inlineJson(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** The style sheet of the icons, with their font inside. */
function iconStyle(distFolder: string): string {
  const font = readFileSync(path.join(distFolder, 'codicon.ttf')).toString('base64');
  const style = readFileSync(path.join(distFolder, 'codicon.css'), 'utf8');
  return style.replaceAll(/url\([^)]*codicon\.ttf[^)]*\)/g, `url("data:font/ttf;base64,${font}")`);
}
