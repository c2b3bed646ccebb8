import { html, type TemplateResult } from 'lit';
import { diffTexts } from '../../../core/diff/diffTexts.ts';
import { diffBody } from '../../panel/view/diffBody.ts';

/** What a wording changes in the prompt file, word by word, with a little of the text around it. */
export function wordingDiff(start: string, text: string): TemplateResult {
  const diff = diffTexts(start, text, { mode: 'words' });
  return html`<div class="wording-diff">${diffBody({ diff, mode: 'words', hideEqual: true, baseLabel: 'the prompt as it was' })}</div>`;
}
