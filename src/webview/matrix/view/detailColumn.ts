import { html, nothing, type TemplateResult } from 'lit';
import { outcomeOf } from '../../../core/results/outcome.ts';
import { outputText } from '../../../core/run/answerOutput.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { isRunning, otherSide, shownAnswer } from '../../panel/column.ts';
import { answerBody } from '../../panel/view/answerView.ts';
import { type CheckList, failedChecks, passedChecks } from '../../panel/view/checkList.ts';
import { footer } from '../../panel/view/footer.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import { type MenuItem, menuButton } from '../../panel/view/menuButton.ts';
import { routeLine } from '../../panel/view/routeLine.ts';
import { answerOf, type ColumnOfRow } from '../state/detailColumns.ts';
import { peopleLine } from './peopleLine.ts';

/** One model's answer to the open case, with its checks above it. */
export function detailColumn(place: ColumnOfRow): TemplateResult {
  const { answers, column } = place;
  const { target, label, cell, isOlderVersion } = column;
  const checks = checkList(place);
  const nameEnd = isOlderVersion ? label.lastIndexOf(' @ ') : label.length;
  return html`<section class="column" data-target=${target} aria-label=${label}>
    <header class="column-header">
      <div class="column-title">
        <h2 title=${column.model}><span class="target-label">${marked(label.slice(0, nameEnd))}</span>${isOlderVersion ? html`<span class="version">${marked(label.slice(nameEnd + 1))}</span>` : nothing}</h2>
        ${cell?.variant === undefined ? nothing : html`<span class="badge" title="The variant of the prompt for this model">${marked(cell.variant)}</span>`}
      ${column.isBase && answers.columns.length > 1 ? html`<span class="badge" title="The others are compared with this one">base</span>` : nothing}
        <span class="spring"></span>${repeatChoice(place)} ${answerMenu(place)}
      </div>
      ${routeLine(column.model, cell)}
    </header>
    <div class="body" tabindex="0" role="region" aria-label="${label}: answer">
      ${cell ? failedChecks(checks, cell) : nothing}
      ${cell ? answerBody(answers, column, cell) : nothing} ${cell ? passedChecks(checks, cell) : nothing}
    </div>
    ${peopleLine(place)} ${footer(answers, column)}
  </section>`;
}

function checkList(place: ColumnOfRow): CheckList {
  const { post, state } = place.context;
  const canCompare = state.setup?.isReport !== true && state.row?.isInSuite === true;
  return {
    labels: state.row?.checks ?? [],
    action: ({ expected, outcome }) =>
      expected === undefined || outcome !== 'fail' || !canCompare
        ? nothing
        : html`<button type="button" class="link" @click=${() => post({ type: 'open-expected-diff', ...answerOf(place) })}>Compare with Expected</button>`,
  };
}

function repeatChoice({ context, column }: ColumnOfRow): TemplateResult | typeof nothing {
  const { repeats, cell, target, label } = column;
  if (repeats.length < 2) return nothing;
  const choose = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLSelectElement) context.showRepeat(target, Number(currentTarget.value));
  };
  return html`<select class="filter-choice" aria-label="Repeat of ${label}" @change=${choose}>
    ${repeats.map(
      (repeat) => html`<option value=${repeat.repeat} .selected=${repeat === cell}>
        ${repeat.repeat + 1} of ${repeats.length}: ${wordFor(repeat)}
      </option>`,
    )}
  </select>`;
}

function wordFor(cell: CellState): string {
  return isRunning(cell) ? 'running' : outcomeOf(cell);
}

function answerMenu(place: ColumnOfRow): TemplateResult {
  const { context, column } = place;
  return menuButton({
    face: icon('ellipsis'),
    title: 'More Actions',
    label: `More actions for ${column.label}`,
    menuLabel: `Actions for ${column.label}`,
    isOpen: context.menuOf === column.target,
    show: (isShown) => context.openMenu(isShown ? column.target : undefined),
    items: menuItems(place),
  });
}

function menuItems(place: ColumnOfRow): readonly MenuItem[] {
  const { context, answers, column } = place;
  const base: MenuItem = {
    label: 'Use as Base',
    key: 'b',
    isOffered: !column.isBase && answers.columns.length > 1,
    choose: () => context.prefer({ base: column.target }),
  };
  return context.state.setup?.isReport ? [base] : [base, ...answerItems(place), ...textItems(place)];
}

function answerItems(place: ColumnOfRow): readonly MenuItem[] {
  const { context, column } = place;
  const { post, state } = context;
  const { cell } = column;
  // The suite as it is now cannot ask an older version of its prompt.
  const isInSuite = state.row?.isInSuite === true && !column.isOlderVersion;
  const isAnswered = isInSuite && cell?.status === 'done';
  const hasExpected = cell?.verdict?.checks.some(({ expected }) => expected !== undefined) === true;
  const answer = answerOf(place);
  return [
    {
      label: 'Rerun This Case',
      key: 'r',
      startsGroup: !column.isBase,
      isOffered: isInSuite && !isRunning(cell),
      choose: () => post({ type: 'rerun-cell', ...answer }),
    },
    {
      label: 'Accept Answer as Expected',
      isOffered: isAnswered,
      choose: () => post({ type: 'accept-answer', ...answer }),
    },
    {
      label: 'Keep as Test Case...',
      isOffered: isAnswered,
      choose: () => post({ type: 'keep-as-test-case', ...answer }),
    },
    {
      label: 'Compare with Expected',
      startsGroup: true,
      isOffered: cell?.status === 'done' && state.row?.isInSuite === true && hasExpected,
      choose: () => post({ type: 'open-expected-diff', ...answer }),
    },
  ];
}

function textItems(place: ColumnOfRow): readonly MenuItem[] {
  const { context, answers, column, row } = place;
  const { post } = context;
  const other = otherSide(answers.columns, column);
  const hasText = column.cell !== undefined && outputText(column.cell) !== '';
  return [
    {
      label: `Open in Diff Editor with ${other?.label ?? ''}`,
      key: 'o',
      isOffered: hasText && other !== undefined,
      choose: () =>
        other && post({ type: 'open-diff', caseId: row.caseId, left: shownAnswer(other), right: shownAnswer(column) }),
    },
    { label: 'Copy Answer', isOffered: hasText, choose: () => post({ type: 'copy-answer', ...answerOf(place) }) },
    {
      label: 'View Request',
      isOffered: column.cell !== undefined && !column.isSimulated,
      choose: () => post({ type: 'view-request', ...answerOf(place) }),
    },
  ];
}
