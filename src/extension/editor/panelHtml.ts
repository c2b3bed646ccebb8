/** The parts of a panel's page. */
export interface PanelPage {
  /** A value of at least 128 random bits, fresh for every page. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  readonly codiconUri: string;
  /** The name of the element that is the panel. */
  readonly element:
    | 'polyprompt-panel'
    | 'polyprompt-matrix'
    | 'polyprompt-routes'
    | 'polyprompt-improve'
    | 'polyprompt-cases';
}

/**
 * The page of a panel. It may load only its own script, styles and icons, and send nothing. Text becomes HTML only through the policies
 * named here: Lit's for the templates, DOMPurify's for parsing, ours for Markdown.
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
