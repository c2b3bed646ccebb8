import type { PreferenceReading, Preferred, Verdict } from '../../../src/core/grading/verdict.ts';
import { hashJson } from '../../../src/core/hash.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { type MadeRun, targetNames } from './matrixRuns.ts';

/** How good the answers of each target are, in the order of the targets: two are nearly as good as each other. */
const worth = [0.8, 0.75, 0.45];
/** How much the judge favours what stands first. */
const lean = 0.15;

/** The run with what a judge says of each answer beside all others, in both orders; the judge favours what stands first. */
export function withPreferences({ state, cases }: MadeRun): MadeRun {
  const cells = Object.values(state.cells).map((cell): CellState => {
    if (!cell.verdict) return cell;
    const components = targetNames.flatMap((base) => (base === cell.target ? [] : [said(cell, base)]));
    const prefer: Verdict = { outcome: 'pass', score: 0.5, reason: 'Compared with the others.', components };
    return { ...cell, verdict: { ...cell.verdict, checks: [...cell.verdict.checks, prefer] } };
  });
  return { cases, state: { ...state, cells: Object.fromEntries(cells.map((cell) => [cell.id, cell])) } };
}

function said({ caseId, target }: CellState, base: string): Verdict {
  const [own, other] = [targetNames.indexOf(target), targetNames.indexOf(base)];
  const lead = (worth[own] ?? 0) - (worth[other] ?? 0);
  const isMirror = other < own;
  const [left, right] = isMirror ? [base, target] : [target, base];
  const choice = (place: string, bonus: number): Preferred => {
    const drawn = Number.parseInt(hashJson([caseId, left, right, place]).slice(0, 6), 16) / 2 ** 24;
    const leading = isMirror ? 1 - drawn : drawn;
    if (Math.abs(leading - 0.5) < 0.04) return 'tie';
    return leading < 0.5 + lead + bonus ? 'own' : 'base';
  };
  const reading: PreferenceReading = {
    type: 'preference',
    name: 'Is friendlier',
    base,
    lengths: [200 + own * 40, 200 + other * 40],
    asked: {
      judge: 'openai/gpt-5-mini',
      whenFirst: choice(isMirror ? 'b' : 'a', lean),
      whenSecond: choice(isMirror ? 'a' : 'b', -lean),
    },
    ...(isMirror ? { isMirror: true as const } : {}),
  };
  return { outcome: 'pass', score: 0.5, reason: 'Said.', reading };
}
