import { html, nothing, type TemplateResult } from 'lit';
import type { FinalistView, ImproveView } from '../../../core/improve/improvePage.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { ImproveContext } from '../state/improveContext.ts';
import { wordingDiff } from './wordingDiff.ts';

/** What it came to: the claim in words, and each wording that was judged, with what can be done with it. */
export function resultView(context: ImproveContext, { result, start }: ImproveView): TemplateResult | typeof nothing {
  if (!result) return nothing;
  const { sentences, finalists, unproven } = result;
  const offered = finalists.find(({ isOffered }) => isOffered);
  const isProven = offered !== undefined;
  // What is said of the offered edit stands with it.
  const said = sentences
    .filter((sentence) => !offered?.sentences.includes(sentence))
    .map((sentence) => html`<p>${marked(sentence)}</p>`);
  return html`<section class="improve-result" aria-label="Result">
    <h3>Result</h3>
    ${isProven ? nothing : said}
    ${
      unproven
        ? html`<div class="finalist">${buttons(context, unproven.number, 'Accept, Unproven')} ${wordingDiff(start, unproven.text)}</div>`
        : nothing
    }
    ${finalists.map((finalist) => finalistView(context, finalist, start))} ${isProven ? said : nothing}
  </section>`;
}

function finalistView(context: ImproveContext, finalist: FinalistView, start: string): TemplateResult {
  const { number, isOffered, isProven, sentences, text, worse } = finalist;
  const title = isOffered ? 'The edit that is offered' : isProven ? 'Another proven edit' : 'Not proven';
  return html`<details class="finalist" ?open=${isOffered}>
    <summary><span class="proposal-state ${isProven ? 'kept' : 'dropped'}">${icon(isProven ? 'verified' : 'question')}${title}</span></summary>
    <ul>${sentences.map((sentence) => html`<li>${marked(sentence)}</li>`)}</ul>
    ${buttons(context, number, isProven ? 'Accept' : 'Accept, Unproven')} ${wordingDiff(start, text)} ${worseRows(context, worse)}
  </details>`;
}

function buttons({ setup, post }: ImproveContext, wording: number, accept: string): TemplateResult {
  return html`<div class="form-buttons">
    <vscode-button @click=${() => post({ type: 'accept', wording })}>${accept}</vscode-button>
    <vscode-button secondary @click=${() => post({ type: 'open-diff', wording })}>Open in Diff Editor</vscode-button>
    ${setup.isPort ? nothing : html`<vscode-button secondary title="The proof was for all of it together" @click=${() => post({ type: 'take-parts', wording })}>Take Parts...</vscode-button>`}
  </div>`;
}

function worseRows({ post }: ImproveContext, worse: FinalistView['worse']): TemplateResult | typeof nothing {
  if (worse.length === 0) return nothing;
  return html`<div class="worse-rows">
    <h4>These rows got worse</h4>
    <ul>
      ${worse.map(({ caseId, name, isInSuite }) => html`<li>${isInSuite ? html`<button type="button" class="link" @click=${() => post({ type: 'show-case', caseId })}>${marked(name)}</button>` : marked(name)}</li>`)}
    </ul>
  </div>`;
}
