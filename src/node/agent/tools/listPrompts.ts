import path from 'node:path';
import { pageToken, placeOfPage } from '../../../core/agent/pageToken.ts';
import type { ValueOf } from '../../../core/agent/schema.ts';
import type { listPrompts as definition } from '../../../core/agent/tools/listPrompts.ts';
import { suiteFormatOf } from '../../../core/dataset/readSuite.ts';
import type { Suite } from '../../../core/dataset/suite.ts';
import { outcomeOf } from '../../../core/results/outcome.ts';
import { readProjectSuite } from '../../../core/routing/readProjectSuite.ts';
import { cellsOf, type RunState } from '../../../core/run/state.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { slashedPath } from '../../files/slashedPath.ts';
import { runEndOf } from '../../records/runEnd.ts';
import { RunHistory } from '../../runs/runHistory.ts';
import { workspaceSuiteFiles } from '../../suites/workspaceSuiteFiles.ts';
import type { AgentMeans } from '../agentMeans.ts';
import { problemsIn } from '../agentSuite.ts';
import { promptFilesIn } from '../promptFilesIn.ts';
import { storageOf } from '../storageOf.ts';
import type { Carries } from '../toolWork.ts';

const itemsOfPage = 20;

type Listed = ValueOf<(typeof definition)['output']>['files'][number];

/** Lists suites and prompts with their state. Only the files of the page are read. */
export const listPrompts: Carries<typeof definition> = async (means, { filter = '', page }) => {
  const { folder } = means.context;
  const paths = (await promptFilesIn(folder)).filter((file) => file.toLowerCase().includes(filter.toLowerCase()));
  const list = `list-${filter}`;
  const start = placeOfPage(page, list);
  const history = new RunHistory({ keptCells: 0 });
  const files: Listed[] = [];
  for (const file of paths.slice(start, start + itemsOfPage)) files.push(await describe(means, file, history));
  const end = start + files.length;
  return {
    summary: summaryOf(paths.length, filter),
    files,
    ...(end < paths.length ? { more: pageToken(list, end) } : {}),
  };
};

function summaryOf(count: number, filter: string): string {
  const what = filter === '' ? 'The folder has' : 'With this filter there are';
  if (count === 0) return `${what} no suites and no prompts.`;
  return `${what} ${counted(count, 'file')}. Next: check_file, estimate_run or run_evals with a path.`;
}

async function describe({ context: { folder }, runs }: AgentMeans, file: string, history: RunHistory): Promise<Listed> {
  const suite = await readProjectSuite(path.resolve(folder, file), workspaceSuiteFiles(folder));
  const isSuite = suite.cases.length > 0 || ['eval', 'promptfoo'].includes(suiteFormatOf(file) ?? '');
  const storage = storageOf(folder);
  const [newest] = history.list(storage, { prompt: file, limit: 1 });
  const models = [...new Set(suite.targets.map(({ model }) => model))];
  return {
    path: file,
    kind: isSuite ? 'suite' : 'prompt',
    ...(isSuite ? { cases: suite.cases.length, prompts: promptsOf(suite, folder, file) } : {}),
    models: models.slice(0, mostModels),
    problems: problemsIn(folder, suite.problems).length,
    ...(newest
      ? { lastRun: runText(newest, runs.isUnderWay(newest.runId) ? 'running' : runEndOf(storage, newest)) }
      : {}),
  };
}

const mostModels = 10;

function promptsOf({ prompts }: Suite, folder: string, own: string): string[] {
  const files = prompts.flatMap(({ file }) =>
    file === undefined ? [] : [slashedPath(folder, path.resolve(folder, file))],
  );
  return [...new Set(files)].filter((file) => file !== own);
}

function runText(state: RunState, end: string): string {
  const outcomes = [...cellsOf(state)].map(outcomeOf);
  const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
  const checked =
    state.kind === 'eval' ? `${count('pass')} of ${outcomes.length} pass` : counted(outcomes.length, 'cell');
  return `${state.runId}: ${end}, ${checked}`;
}
