import type { Averages, LabelFigures, Share } from '../classes/classFigures.ts';
import type { MultiLabelFigures } from '../classes/multiLabelFigures.ts';
import type { RecordFigures } from '../fields/fieldFigures.ts';
import type { TargetReport } from '../results/evalReport.ts';
import type { TaskFigures } from '../results/taskFigures.ts';
import { formatPercent } from '../text/formatPercent.ts';
import { inOneLine } from '../text/inOneLine.ts';

/** How many classes are listed by themselves: those that are found worst. */
const listed = 5;

/** The figures of classes and fields of one target in words; none where no check reads any. */
export function taskLines({ target, tasks = [] }: Pick<TargetReport, 'target' | 'tasks'>): readonly string[] {
  return tasks.flatMap((task) =>
    linesOf(task).map((line, index) => (index === 0 ? `${inOneLine(target)}  ${task.name}: ${line}` : `  ${line}`)),
  );
}

function linesOf(task: TaskFigures): readonly string[] {
  switch (task.type) {
    case 'label':
      return labelLines(task.figures);
    case 'labels':
      return multiLabelLines(task.figures);
    case 'fields':
      return fieldLines(task.figures);
  }
}

function labelLines({
  accuracy,
  macro,
  macroInterval,
  classes,
  confusions,
  mostFrequent,
  answered,
}: LabelFigures): readonly string[] {
  const worst = classes
    .filter(({ recall }) => recall !== undefined && recall.value < 1)
    .toSorted((left, right) => (left.recall?.value ?? 1) - (right.recall?.value ?? 1));
  const constant =
    mostFrequent === undefined ? '' : `; the most frequent label alone would come to ${formatPercent(mostFrequent)}`;
  const silent = answered === undefined || answered === 1 ? '' : `; ${formatPercent(1 - answered)} gave no label`;
  return [
    `${shareText(accuracy)} right, macro F1 ${numberText(macro.f1)}${macroInterval ? ` (${numberText(macroInterval.low)} to ${numberText(macroInterval.high)})` : ''}${constant}${silent}`,
    ...worst.slice(0, listed).map(({ label, support, recall, precision }) => {
      const mistaken = confusions.find(({ expected }) => expected === label);
      const as = mistaken ? `; ${mistaken.count} called ${inOneLine(mistaken.answered)}` : '';
      return `${inOneLine(label)}: recall ${shareText(recall)} of ${support}, precision ${shareText(precision)}${as}`;
    }),
  ];
}

function multiLabelLines({ exact, micro, jaccard }: MultiLabelFigures): readonly string[] {
  return [`${shareText(exact)} exactly right, ${averageText(micro)}, overlap ${numberText(jaccard)}`];
}

function fieldLines({ whole, unreadable, fields }: RecordFigures): readonly string[] {
  const lost = unreadable === 0 ? '' : `; ${unreadable} could not be read as a record`;
  return [
    `${shareText(whole)} of records whole${lost}`,
    ...fields.map(({ name, accuracy, wrong, missing, invented }) => {
      const faults = [
        ...(wrong > 0 ? [`${wrong} wrong`] : []),
        ...(missing > 0 ? [`${missing} missing`] : []),
        ...(invented > 0 ? [`${invented} invented`] : []),
      ];
      return `${inOneLine(name)}: ${shareText(accuracy)}${faults.length > 0 ? `; ${faults.join(', ')}` : ''}`;
    }),
  ];
}

function averageText({ precision, recall, f1 }: Averages): string {
  return `precision ${numberText(precision)}, recall ${numberText(recall)}, F1 ${numberText(f1)}`;
}

/** `81.7% (70.1 to 89.4)`, or `-` where there is nothing to divide by. */
function shareText(share: Share | undefined): string {
  if (!share) return '-';
  const { value, interval } = share;
  const bare = (end: number) => formatPercent(end).replace('%', '');
  return interval ? `${formatPercent(value)} (${bare(interval.low)} to ${bare(interval.high)})` : formatPercent(value);
}

function numberText(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(2);
}
