import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../core/text/formatCount.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { type MatrixFilter, noFilter, type OutcomeFilter, outcomeFilters } from '../state/gridItems.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import type { MatrixFacts } from '../state/matrixFacts.ts';

const outcomeNames: Readonly<Record<OutcomeFilter, string>> = {
  all: 'All',
  worse: 'Worse',
  better: 'Better',
  failed: 'Failed',
  errored: 'Errors',
  refused: 'Refused or cut off',
  ungraded: 'Ungraded',
  flaky: 'Flaky',
};

/** The controls for which rows are shown, and in which groups. */
export function filterBar(context: MatrixContext): TemplateResult | typeof nothing {
  const { state, preferences, items, filter, facts } = context;
  const { matrix } = state;
  if (!matrix || !facts) return nothing;
  const { choices } = facts;
  const shown = items.filter((item) => item.kind === 'row').length;
  const isFiltered = shown !== matrix.rows.length;
  return html`<div class="filters" role="search" aria-label="Filter">
    ${outcomeChoice(context, facts)}
    ${matrix.targets.filter(({ version }) => version === undefined).length > 1 ? toggle(context, 'differs') : nothing}
    ${preferences.filter.changed || facts.changed > 0 ? toggle(context, 'changed') : nothing}
    <input
      type="search"
      class="search"
      placeholder="Search cases"
      aria-label="Search cases"
      .value=${preferences.filter.search}
      @input=${(event: Event) => filter({ search: chosenIn(event) })}
    />
    ${choices.length === 0 ? nothing : html`${metadataChoice(context, choices)} ${groupChoice(context, choices)}`}
    ${
      isFiltered
        ? html`${confusionNote(context)}<span class="quiet count" role="status">${formatCount(shown)} of ${formatCount(matrix.rows.length)}</span>
            ${iconButton({
              icon: 'clear-all',
              label: 'Show All',
              onClick: () => filter({ ...noFilter, groupBy: preferences.filter.groupBy }),
            })}`
        : nothing
    }
  </div>`;
}

/** Which field of the confusion matrix the rows are of. */
function confusionNote({ preferences }: MatrixContext): TemplateResult | typeof nothing {
  const { confusion } = preferences.filter;
  if (!confusion) return nothing;
  const { target, expected, answered } = confusion;
  return html`<span class="quiet">${marked(`${expected} answered ${answered} by ${target}`)}</span>`;
}

function outcomeChoice({ preferences, filter }: MatrixContext, { counts }: MatrixFacts): TemplateResult {
  const { outcome } = preferences.filter;
  const offered = outcomeFilters.filter((name) => name === 'all' || name === outcome || counts[name] > 0);
  const choose = (event: Event) =>
    filter({ outcome: outcomeFilters.find((name) => name === chosenIn(event)) ?? 'all' });
  return html`<select class="filter-choice" aria-label="Show by result" @change=${choose}>
    ${offered.map(
      (name) =>
        html`<option value=${name} .selected=${name === outcome}>${outcomeNames[name]} (${formatCount(counts[name])})</option>`,
    )}
  </select>`;
}

const toggles = {
  differs: {
    label: 'Differ',
    name: 'Models differ',
    title: 'Only cases on which the models came to different results',
  },
  changed: { label: 'Changed', name: 'Changed', title: 'Only cases with another result than in the run before' },
} as const;

function toggle({ preferences, filter }: MatrixContext, name: keyof typeof toggles): TemplateResult {
  const isOn = preferences.filter[name];
  const { label, name: spoken, title } = toggles[name];
  const change: Partial<MatrixFilter> = { [name]: !isOn };
  return html`<button type="button" class="action text" title=${title} aria-label=${spoken} aria-pressed=${`${isOn}`} @click=${() => filter(change)}>
    ${label}
  </button>`;
}

type Choices = MatrixFacts['choices'];

function metadataChoice({ preferences, filter }: MatrixContext, choices: Choices): TemplateResult {
  const { metadata } = preferences.filter;
  return html`<select class="filter-choice" aria-label="Show by metadata" @change=${(event: Event) => filter({ metadata: chosenIn(event) })}>
    <option value="" .selected=${metadata === ''}>Any metadata</option>
    ${choices.map(
      ({ key, values }) => html`<optgroup label=${key}>
        ${values.map((value) => html`<option value="${key}=${value}" .selected=${metadata === `${key}=${value}`}>${key}: ${value}</option>`)}
      </optgroup>`,
    )}
  </select>`;
}

function groupChoice({ preferences, filter }: MatrixContext, choices: Choices): TemplateResult {
  const { groupBy } = preferences.filter;
  return html`<select class="filter-choice" aria-label="Group by" @change=${(event: Event) => filter({ groupBy: chosenIn(event) })}>
    <option value="" .selected=${groupBy === ''}>No groups</option>
    ${choices.map(({ key }) => html`<option value=${key} .selected=${groupBy === key}>Group by ${key}</option>`)}
  </select>`;
}

function chosenIn({ currentTarget }: Event): string {
  const isField = currentTarget instanceof HTMLInputElement || currentTarget instanceof HTMLSelectElement;
  return isField ? currentTarget.value : '';
}
