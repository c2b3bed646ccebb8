import path from 'node:path';
import type { RunToTell } from '../../core/agent/answers/runAnswer.ts';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { EvalReport } from '../../core/results/evalReport.ts';
import { leftOutOf, leftOutText } from '../../core/run/runProblem.ts';
import type { RunState } from '../../core/run/state.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { runEndOf } from '../records/runEnd.ts';
import { storedResults } from '../runs/storedResults.ts';
import { type AgentMeans, freshMarks, leftToday } from './agentMeans.ts';
import { storageOf } from './storageOf.ts';

/** A run, under way or stored, as `runAnswer` tells of it. Throws `invalid-arguments` where there is none of this id. */
export async function runToTell(means: AgentMeans, runId: string): Promise<RunToTell> {
  const { folder } = means.context;
  const storage = storageOf(folder);
  const state = means.runs.stateOf(storage, runId);
  if (!state)
    throw new PolypromptError('invalid-arguments', 'There is no such run here.', {
      hint: 'Leave `run` out for the newest, or look at list_prompts.',
    });
  const { report } = await storedResults(storage, state);
  return {
    state,
    end: means.runs.isUnderWay(runId) ? 'running' : runEndOf(storage, state),
    report,
    placeOf: casePlaces(folder),
    marks: freshMarks(),
    leftToday: leftToday(means),
    notes: notesOn(state, report),
  };
}

/** What the rows do not show: parts of the suite that were left out, and cells whose case is not known any more. */
function notesOn(state: RunState, { rows }: EvalReport): readonly string[] {
  const leftOut = leftOutOf(state).length;
  const lost = Object.keys(state.cells).length - rows.length;
  return [
    ...(leftOut > 0 ? [`${leftOutText(leftOut)} of the suite: see check_file.`] : []),
    ...(lost > 0 ? [`${lost} cells belong to no case that is known.`] : []),
  ];
}

/** Gives file:line of cases, from the folder; each file is read once. */
function casePlaces(folder: string): (testCase: Pick<EvalCase, 'place'>) => string {
  const indexes = new Map<string, LineIndex>();
  return ({ place: { file, range } }) => {
    if (file === '') return 'unknown';
    const absolute = path.resolve(folder, file);
    const index = indexes.get(absolute) ?? new LineIndex(readTextIfThere(absolute) ?? '');
    indexes.set(absolute, index);
    return `${slashedPath(folder, absolute)}:${index.lineAt(range.start)}`;
  };
}
