/// <reference types="trusted-types" />
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { visibleNodes } from './visibleNodes.ts';

/** Number of characters above which an answer stays plain text. */
const longestMarkdown = 256_000;
/** Limit in milliseconds. A text whose nesting takes longer stays plain from then on. */
const slowest = 250;

const allowedTags = [
  'a',
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'li',
  'ol',
  'p',
  'pre',
  's',
  'span',
  'strong',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
];

/** Elements with a direction of their own, which their first letters decide. */
const textBlocks = 'p, li, h1, h2, h3, h4, h5, h6, th, td';

/** The first wall: no HTML of the answer's own, no address but web and mail, no image. It is exported for the test of this wall alone. */
export function markdownToHtml(markdown: string): string {
  const renderer = new MarkdownIt('default', { html: false, linkify: false });
  renderer.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url.trim());
  renderer.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index];
    return `<span class="image">[image: ${renderer.utils.escapeHtml(hostOf(attribute(token, 'src')) || token?.content || 'no address')}]</span>`;
  };
  renderer.renderer.rules['link_open'] = (tokens, index) =>
    `<a data-href="${renderer.utils.escapeHtml(attribute(tokens[index], 'href'))}">`;
  return renderer.render(markdown);
}

/** The second wall: whatever the renderer let through, only these tags and attributes remain. It is exported for its own test. */
export function sanitizeHtml(html: string): string {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['class', 'data-href'],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

/** The third wall: under the page's policy only text from here can become HTML, and it goes through the first two walls. */
const policy = window.trustedTypes?.createPolicy('polyprompt-markdown', {
  createHTML: (markdown: string) => sanitizeHtml(markdownToHtml(markdown)),
});

/** Puts an answer's Markdown into an element. The result is the reason why it could not; such an answer is shown as plain text. */
export function renderMarkdown(element: Element, markdown: string): 'too-long' | 'too-slow' | undefined {
  if (markdown.length > longestMarkdown) return 'too-long';
  const startedAt = performance.now();
  const html: unknown = policy ? policy.createHTML(markdown) : sanitizeHtml(markdownToHtml(markdown));
  if (performance.now() - startedAt > slowest) return 'too-slow';
  Reflect.set(element, 'innerHTML', html);
  for (const text of textNodes(element)) showHidden(text);
  for (const link of element.querySelectorAll('a')) makeLink(link);
  for (const table of element.querySelectorAll('table')) putIntoBox(table);
  for (const box of element.querySelectorAll('pre, .table-box')) box.setAttribute('tabindex', '0');
  for (const block of element.querySelectorAll(textBlocks)) block.setAttribute('dir', 'auto');
  return undefined;
}

/** A wide table scrolls in a box of its own, not together with the answer. */
function putIntoBox(table: Element): void {
  const box = document.createElement('div');
  box.className = 'table-box';
  table.replaceWith(box);
  box.append(table);
}

function textNodes(element: Element): readonly Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) found.push(walker.currentNode);
  return found;
}

/** Characters that would not show, or would turn the text around them, are shown in the same way as in plain text. */
function showHidden(text: Text): void {
  const nodes = visibleNodes(text.data);
  if (nodes.length > 1 || nodes[0] instanceof Element) text.replaceWith(...nodes);
}

/** Links have no address of their own. The address is shown, and goes to the host when the reader opens the link. */
function makeLink(link: HTMLAnchorElement): void {
  const address = link.dataset['href'];
  if (!address) return;
  link.setAttribute('role', 'link');
  link.setAttribute('tabindex', '0');
  link.title = address;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

function attribute(token: { attrGet(name: string): string | number | null } | undefined, name: string): string {
  return `${token?.attrGet(name) ?? ''}`;
}
