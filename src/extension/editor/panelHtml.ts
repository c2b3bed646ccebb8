/** What a panel's page is made of. */
export interface PanelPage {
  /** Fresh for every page, at least 128 bits. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  readonly codiconUri: string;
  /** The element that is the panel. */
  readonly element: 'polyprompt-panel' | 'polyprompt-matrix' | 'polyprompt-routes';
}

/**
 * The page of a panel. Nothing may be loaded but its own script, styles and icons; nothing may be sent; and text
 * becomes HTML only through the policies named here: Lit's for the templates, DOMPurify's for parsing, ours for Markdown.
 */
export function panelHtml(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${panelPolicy(page)}">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Polyprompt</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${page.codiconUri}">
${page.styleUris.map((uri) => `<link rel="stylesheet" href="${uri}">`).join('\n')}
</head>
<body>
<main><${page.element}></${page.element}></main>
<script type="module" nonce="${page.nonce}" src="${page.scriptUri}"></script>
</body>
</html>`;
}

function panelPolicy({ nonce, cspSource }: PanelPage): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    "connect-src 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dompurify polyprompt-markdown',
  ].join('; ');
}
