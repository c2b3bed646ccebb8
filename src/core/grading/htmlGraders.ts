import type { DefaultTreeAdapterTypes } from 'parse5';
import { once } from '../once.ts';
import type { CheckInput, Finding } from './grader.ts';
import { htmlElements } from './htmlElements.ts';
import { htmlSigns } from './htmlSigns.ts';

const loadParser = once(() => import('parse5'));

/**
 * Holds when the whole output is HTML: an element that exists, or one of its own name with a dash, and no text beside it unless <body> is
 * written.
 */
export async function gradeIsHtml({ text }: CheckInput): Promise<Finding> {
  const claim = 'be HTML';
  if (/^\s*<\?xml/i.test(text)) return { holds: false, claim, detail: 'It is XML.' };
  const found = await inspect(text);
  if (found.looseText) return { holds: false, claim, detail: 'It has text outside of its elements.' };
  return found.hasElement ? { holds: true, claim } : { holds: false, claim, detail: 'It has no HTML element.' };
}

/** Holds for two signs of HTML at least, since one could be chance. */
export function gradeContainsHtml({ text }: CheckInput): Finding {
  return { holds: htmlSigns(text) >= 2, claim: 'contain HTML' };
}

/** The most tags that are parsed: the parser walks up all open elements at every tag, so that endless nesting would take for ever. */
const mostTags = 3000;

/** The text up to its last allowed tag. */
function beginning(text: string): string {
  let end = -1;
  for (let tags = 0; tags <= mostTags; tags++) {
    end = text.indexOf('<', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

interface Inspection {
  readonly hasElement: boolean;
  readonly looseText: boolean;
}

/** Looks at the tags that are written in the text itself; the parser also makes up elements, which have no place in it. */
async function inspect(text: string): Promise<Inspection> {
  const { parse } = await loadParser();
  const document = parse(beginning(text.trim()), { sourceCodeLocationInfo: true });
  let hasElement = false;
  let looseText = false;
  const pending: DefaultTreeAdapterTypes.Node[] = [document];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if ('tagName' in node) {
      const isWritten = node.sourceCodeLocation != null;
      hasElement ||= isWritten && (htmlElements.has(node.tagName) || node.tagName.includes('-'));
      looseText ||= !isWritten && node.tagName === 'body' && node.childNodes.some(isText);
    }
    if ('childNodes' in node) for (const child of node.childNodes) pending.push(child);
  }
  return { hasElement, looseText };
}

function isText(node: DefaultTreeAdapterTypes.Node): boolean {
  return node.nodeName === '#text' && 'value' in node && node.value.trim() !== '';
}
