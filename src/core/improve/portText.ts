import type { ImproveHead } from '../run/improveHead.ts';
import type { ImproveResult, KeptPromise } from '../run/improveResult.ts';
import { points } from '../stats/roughFigures.ts';
import { counted } from '../text/formatCount.ts';
import { formatShortPercent } from '../text/formatPercent.ts';
import { resultText } from './improveText.ts';
import { fewestToKeep } from './proof.ts';

/** The words of a port: what became of the prompt on the new model, what was found, and whether it keeps what the old model gave. */
export function portText(result: ImproveResult, head: Pick<ImproveHead, 'target' | 'port'>): readonly string[] {
  const { finalists, offered, port, ended } = result;
  if (!head.port) return resultText(result);
  const names = { from: head.port.from, to: head.target };
  if (!port)
    return [
      ...resultText(result),
      `Nothing is claimed of ${names.to} against ${names.from}: the held-out rows were not asked.`,
    ];
  const start = promiseText('The prompt as it is', port.start, { ...names, margin: port.margin });
  const kept = finalists.find(({ wording }) => wording.number === offered?.number)?.promise;
  return [
    ...(ended === 'as-good'
      ? [`No search was needed: on the rows that were looked at first, ${names.to} does as well as ${names.from}.`]
      : []),
    start,
    ...(ended === 'as-good' ? [] : resultText(result)),
    ...(kept ? [promiseText('With the edit it', kept, { ...names, margin: port.margin })] : []),
  ];
}

interface Names {
  readonly from: string;
  readonly to: string;
  readonly margin: number;
}

function promiseText(what: string, { proof, isKept }: KeptPromise, { from, to, margin }: Names): string {
  const { before, after, low, high, rows } = proof;
  const rates = `${what} passes ${formatShortPercent(after)} on ${to} and ${formatShortPercent(before)} on ${from} (${counted(rows, 'held-out row')}; the difference is ${points(low)} to ${points(high)} points, 95%)`;
  if (isKept) return `${rates}: not worse by more than ${points(margin)} points.`;
  if (high < -margin) return `${rates}: worse by more than ${points(margin)} points.`;
  const few = fewestToKeep(margin);
  const why = rows < few ? ` So few rows cannot show it: it takes ${few} at least.` : '';
  return `${rates}: it is not shown that it is not worse by more than ${points(margin)} points.${why}`;
}
