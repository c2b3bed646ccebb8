import { html, nothing, type TemplateResult } from 'lit';
import type { Matrix } from '../../../core/results/matrix/matrix.ts';
import { leftOutOf, leftOutText, placeOfProblem } from '../../../core/run/runProblem.ts';
import { icon } from '../../panel/view/icon.ts';

/** How many places are listed; further ones are only counted. */
const listed = 5;

/** The parts of the suite that were left out, above the results, which are then not all that was asked. */
export function leftOutNotice(matrix: Matrix | undefined): TemplateResult | typeof nothing {
  const left = matrix ? leftOutOf(matrix.run) : [];
  if (left.length === 0) return nothing;
  const more = left.length - listed;
  return html`<div class="banner"><div class="notice error" role="alert">
    ${icon('error')}
    <div class="notice-body">
      <p class="notice-text">Incomplete: ${leftOutText(left.length)}.</p>
      ${left.slice(0, listed).map((problem) => html`<p class="notice-hint">${placeOfProblem(problem)}: ${problem.message}</p>`)}
      ${more > 0 ? html`<p class="notice-hint">And ${more} more.</p>` : nothing}
    </div>
  </div></div>`;
}
