import { html, type TemplateResult } from 'lit';
import type { Averages, ClassFigures, LabelFigures, Share } from '../../../core/classes/classFigures.ts';
import type { MultiLabelFigures } from '../../../core/classes/multiLabelFigures.ts';
import type { FieldFigures, RecordFigures } from '../../../core/fields/fieldFigures.ts';
import type { TaskFigures } from '../../../core/results/taskFigures.ts';
import type { Interval } from '../../../core/stats/wilson.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { formatPercent } from '../../../core/text/formatPercent.ts';
import { marked } from '../../panel/view/marked.ts';
import { noFilter } from '../state/gridItems.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import type { MatrixState } from '../state/matrixStore.ts';
import { judgeSection } from './judgeSection.ts';
import { preferenceSections } from './preferenceSection.ts';

/** True where the reader wants to see figures of classes, fields and preferences, and there are some. */
export function showsTasks({ preferences, state }: MatrixContext): boolean {
  return preferences.tasksShown && tasksName(state) !== undefined;
}

/** What there are figures of beside the rows, such as `Classes and Fields`; undefined where there are none. */
export function tasksName({ totals, preferred, chosen, judges }: MatrixState): string | undefined {
  const names = [
    ...(totals.some(({ tasks }) => tasks !== undefined) ? ['Classes and Fields'] : []),
    ...(preferred.length + chosen.length > 0 ? ['What Is Liked Better'] : []),
    ...(judges ? ['Judges'] : []),
  ];
  return names.length === 0 ? undefined : names.join(', ');
}

/** The figures of classes and fields, target by target, and of preferences, in place of the rows. */
export function taskPage(context: MatrixContext): TemplateResult {
  const { totals } = context.state;
  return html`<div class="task-page" role="region" tabindex="0" aria-label=${tasksName(context.state) ?? ''}>
    ${judgeSection(context)} ${preferenceSections(context.state)}
    ${totals.flatMap(({ target, tasks = [] }) => tasks.map((task) => taskSection(context, target, task)))}
  </div>`;
}

function taskSection(context: MatrixContext, target: string, task: TaskFigures): TemplateResult {
  return html`<section class="task" aria-label="${task.name} of ${target}">
    <h3>${marked(target)} <span class="quiet">${marked(task.name)}</span></h3>
    ${figuresOf(context, target, task)}
  </section>`;
}

function figuresOf(context: MatrixContext, target: string, task: TaskFigures): TemplateResult {
  switch (task.type) {
    case 'label':
      return html`<p>${labelText(task.figures)}</p>
        <div class="task-tables">${confusionTable(context, { target, name: task.name, figures: task.figures })} ${classTable(task.figures)}</div>`;
    case 'labels':
      return html`<p>${setText(task.figures)}</p>${classTable({ ...task.figures, macro: task.figures.macroDeclared })}`;
    case 'fields':
      return html`<p>${recordText(task.figures)}</p>${fieldTable(task.figures)}`;
  }
}

function labelText({ accuracy, cases, mostFrequent, answered }: LabelFigures): string {
  const constant =
    mostFrequent === undefined ? '' : ` The most frequent label alone would come to ${formatPercent(mostFrequent)}.`;
  const silent = answered === undefined || answered === 1 ? '' : ` ${formatPercent(1 - answered)} gave no label.`;
  return `${shareText(accuracy)} of ${formatCount(cases)} right.${constant}${silent}`;
}

function setText({ exact, cases, jaccard, unknown }: MultiLabelFigures): string {
  const other = unknown === 0 ? '' : ` ${formatCount(unknown)} answered labels are none of these.`;
  return `${shareText(exact)} of ${formatCount(cases)} exactly right; labels in common ${jaccard === undefined ? '-' : formatPercent(jaccard)} on average.${other}`;
}

function recordText({ whole, records, unreadable }: RecordFigures): string {
  const lost = unreadable === 0 ? '' : ` ${formatCount(unreadable)} could not be read as a record.`;
  return `${shareText(whole)} of ${formatCount(records)} records whole.${lost}`;
}

interface Confused {
  readonly target: string;
  readonly name: string;
  readonly figures: LabelFigures;
}

/** How often each label was answered as which. A count opens its rows. */
function confusionTable(context: MatrixContext, { target, name, figures }: Confused): TemplateResult {
  const { labels, columns, counts } = figures.matrix;
  const most = Math.max(1, ...counts.flat());
  const open = (expected: string, answered: string) => {
    context.filter({ ...noFilter, confusion: { target, name, expected, answered, labels } });
    context.prefer({ tasksShown: false });
  };
  return html`<div class="table-scroll"><table class="confusion">
    <caption>Rows: the label of the case. Columns: what was answered. A count opens its rows.</caption>
    <thead><tr><td></td>${columns.map((column) => html`<th scope="col">${marked(column)}</th>`)}</tr></thead>
    <tbody>
      ${labels.map(
        (label, row) => html`<tr>
          <th scope="row">${marked(label)}</th>
          ${columns.map((column, index) => countCell(counts[row]?.[index] ?? 0, { label, column, most, open }))}
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

interface CountPlace {
  readonly label: string;
  readonly column: string;
  /** The largest count of the matrix. */
  readonly most: number;
  open(expected: string, answered: string): void;
}

function countCell(count: number, { label, column, most, open }: CountPlace): TemplateResult {
  if (count === 0) return html`<td class="none">0</td>`;
  const kind = label === column ? 'right' : 'wrong';
  const strength = Math.ceil((count / most) * 4);
  return html`<td class="${kind} strength-${strength}">
    <button type="button" class="count" aria-label="${count} of ${label} answered ${column}" @click=${() => open(label, column)}>${formatCount(count)}</button>
  </td>`;
}

function classTable({
  classes,
  micro,
  macro,
  macroInterval,
}: {
  readonly classes: readonly ClassFigures[];
  readonly micro: Averages;
  readonly macro: Averages;
  readonly macroInterval?: Interval;
}): TemplateResult {
  return html`<div class="table-scroll"><table class="figures-table">
    <caption>Figures of each class, with 95% intervals</caption>
    <thead><tr><th scope="col">class</th><th scope="col">cases</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th></tr></thead>
    <tbody>
      ${classes.map(
        ({ label, support, precision, recall, f1 }) => html`<tr>
          <th scope="row">${marked(label)}</th>
          <td>${formatCount(support)}</td><td>${shareText(precision)}</td><td>${shareText(recall)}</td><td>${shareText(f1)}</td>
        </tr>`,
      )}
      ${averageRow('mean of the classes', macro, macroInterval)} ${averageRow('all together', micro)}
    </tbody>
  </table></div>`;
}

function averageRow(name: string, { precision, recall, f1 }: Averages, interval?: Interval): TemplateResult {
  const sure = f1 !== undefined && interval ? shareText({ value: f1, interval }) : rateText(f1);
  return html`<tr class="average"><th scope="row">${name}</th><td></td><td>${rateText(precision)}</td><td>${rateText(recall)}</td><td>${sure}</td></tr>`;
}

function fieldTable({ fields }: RecordFigures): TemplateResult {
  return html`<div class="table-scroll"><table class="figures-table">
    <caption>Figures of each field</caption>
    <thead><tr>${['field', 'as expected', 'right', 'wrong', 'missing', 'invented', 'precision', 'recall'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
    <tbody>${fields.map(fieldRow)}</tbody>
  </table></div>`;
}

function fieldRow({
  name,
  accuracy,
  right,
  wrong,
  missing,
  invented,
  precision,
  recall,
}: FieldFigures): TemplateResult {
  return html`<tr>
    <th scope="row">${marked(name)}</th>
    <td>${shareText(accuracy)}</td>
    ${[right, wrong, missing, invented].map((count) => html`<td>${formatCount(count)}</td>`)}
    <td>${rateText(precision)}</td><td>${rateText(recall)}</td>
  </tr>`;
}

function shareText(share: Share | undefined): string {
  if (!share) return '-';
  const { value, interval } = share;
  if (!interval) return formatPercent(value);
  const bare = (end: number) => formatPercent(end).replace('%', '');
  return `${formatPercent(value)} (${bare(interval.low)} to ${bare(interval.high)})`;
}

function rateText(value: number | undefined): string {
  return value === undefined ? '-' : formatPercent(value);
}
