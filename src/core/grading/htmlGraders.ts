import type { DefaultTreeAdapterTypes } from 'parse5';
import type { CheckInput, Finding } from './grader.ts';
import { htmlElements } from './htmlElements.ts';

/** The whole output is HTML: elements that exist, and no text outside of them. */
export async function gradeIsHtml({ text }: CheckInput): Promise<Finding> {
  const found = await inspect(text);
  const claim = 'be HTML';
  if (found.elements === 0) return { holds: false, claim, detail: 'It has no HTML element.' };
  return found.looseText
    ? { holds: false, claim, detail: 'It has text outside of its elements.' }
    : { holds: true, claim };
}

/** Two signs of HTML at least: an element, its end, an entity, a comment or a document type. One could be chance. */
export async function gradeContainsHtml({ text }: CheckInput): Promise<Finding> {
  const found = await inspect(text);
  return { holds: found.elements > 0 && found.signs >= 2, claim: 'contain HTML' };
}

/** The parser walks up all open elements at every tag: what is nested without end would take for ever. */
const mostTags = 3000;

/** The text up to its three thousandth tag. */
function beginning(text: string): string {
  let end = -1;
  for (let tags = 0; tags <= mostTags; tags++) {
    end = text.indexOf('<', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

interface Inspection {
  readonly elements: number;
  readonly signs: number;
  readonly looseText: boolean;
}

/** Counts what is written in the text itself; the parser also makes up elements, which have no place in it. */
async function inspect(text: string): Promise<Inspection> {
  const { parse } = await import('parse5');
  const document = parse(beginning(text), { sourceCodeLocationInfo: true });
  let elements = 0;
  let signs = (text.match(/&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/gi) ?? []).length;
  let looseText = false;
  const pending: { node: DefaultTreeAdapterTypes.Node; inside: boolean }[] = [{ node: document, inside: false }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node, inside } = entry;
    const written = 'sourceCodeLocation' in node && node.sourceCodeLocation != null;
    if (node.nodeName === '#text') looseText ||= !inside && 'value' in node && node.value.trim() !== '';
    if (written && (node.nodeName === '#comment' || node.nodeName === '#documentType')) signs++;
    const element = written && 'tagName' in node && htmlElements.has(node.tagName);
    if (element) {
      elements++;
      const location = node.sourceCodeLocation;
      signs += location && 'endTag' in location && location.endTag !== undefined ? 2 : 1;
    }
    if ('childNodes' in node)
      for (const child of node.childNodes) pending.push({ node: child, inside: inside || element });
  }
  return { elements, signs, looseText };
}
