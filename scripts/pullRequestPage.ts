import markdownIt from 'markdown-it';

/** The colours of GitHub's site. */
const style = `
  body { margin: 0; padding: 24px; background: #fff; color: #1f2328; font: 14px/1.5 "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
  .comment { max-width: 1012px; border: 1px solid #d1d9e0; border-radius: 6px; }
  .head { padding: 8px 16px; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; background: #f6f8fa; color: #59636e; }
  .head b { color: #1f2328; }
  .head .bot { margin-left: 4px; padding: 0 7px; border: 1px solid #d1d9e0; border-radius: 2em; font-size: 12px; }
  .body { padding: 16px; overflow-wrap: break-word; }
  h3 { margin: 0 0 16px; font-size: 1.25em; line-height: 1.25; }
  p, ul, table, details { margin: 0 0 16px; }
  ul { padding-left: 2em; }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; border-spacing: 0; }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  pre { margin: 0 0 16px; padding: 16px; overflow: auto; border-radius: 6px; background: #f6f8fa; font: 12px/1.45 ui-monospace, "Liberation Mono", monospace; }
  code { padding: 0.2em 0.4em; border-radius: 6px; background: #818b981f; font: 12px ui-monospace, "Liberation Mono", monospace; }
  pre code { padding: 0; background: none; font: inherit; }
  .removed { background: #ffebe9; color: #82071e; }
  .added { background: #dafbe1; color: #116329; }
  .at { color: #8250df; }
  summary { cursor: pointer; }
`;

const kinds: Readonly<Record<string, string>> = { '-': 'removed', '+': 'added', '@': 'at' };

/** A page without scripts that shows a report as a comment on a pull request: Markdown with its HTML, drawn as GitHub draws it. */
export function pullRequestPage(markdown: string): string {
  const reader = markdownIt({ html: true, linkify: true, highlight: coloured });
  return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Pull request</title><style>${style}</style>
<div class="comment"><div class="head"><b>github-actions</b> <span class="bot">bot</span> commented</div><div class="body">${reader.render(markdown)}</div></div></html>`;
}

function coloured(text: string, language: string): string {
  const escaped = (line: string) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (language !== 'diff') return escaped(text);
  return text
    .split('\n')
    .map((line) => `<span class="${kinds[line[0] ?? ''] ?? ''}">${escaped(line)}</span>`)
    .join('\n');
}
