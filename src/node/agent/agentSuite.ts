import path from 'node:path';
import { caseFilter } from '../../core/dataset/caseFilter.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { cellsNotPassed } from '../../core/results/cellsNotPassed.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import { requireAnyTarget } from '../../core/routing/requireTarget.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { isLeftOut, placedProblems, placeOfProblem, type RunProblem } from '../../core/run/runProblem.ts';
import type { Engine } from '../engine.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { newRunId } from '../records/journal.ts';
import { createRouteBook } from '../routes/routeBook.ts';
import { newestEnded } from '../runs/newestEnded.ts';
import { modelsOfTiers, suiteWithTierModels } from '../suites/modelsOfTiers.ts';
import { loadProject } from '../suites/projectFiles.ts';
import { workspaceSuiteFiles } from '../suites/workspaceSuiteFiles.ts';
import type { AgentContext } from './agentContext.ts';
import { fileInFolder } from './fileInFolder.ts';
import { storageOf } from './storageOf.ts';

/** The part of a suite that an agent means. */
export interface SuiteWanted {
  readonly suite: string;
  readonly models?: readonly string[];
  readonly only?: 'all' | 'failed';
  readonly filter?: readonly string[];
  readonly case?: string;
  readonly repeat?: number;
}

export interface AgentSuite {
  /** The path from the folder, which is the name of its runs. */
  readonly name: string;
  readonly suite: Suite;
  readonly planned: SuitePlan;
  readonly routes: RouteBook;
}

/** A suite of the folder with its problems and no plan. Throws `invalid-arguments` for a file that is none. */
export async function readAgentSuite(
  { folder }: Pick<AgentContext, 'folder'>,
  engine: Engine,
  named: string,
): Promise<{ readonly name: string; readonly suite: Suite }> {
  const { file, place } = fileInFolder(folder, named);
  if (suiteFormatOf(file) === undefined)
    throw new PolypromptError('invalid-arguments', `${file} is no suite.`, {
      hint: 'Name an *.eval.yaml, a promptfooconfig, or a prompt that names cases: list_prompts gives them.',
    });
  const suite = await readProjectSuite(place, workspaceSuiteFiles(folder));
  return { name: file, suite: await suiteWithTierModels(engine, suite) };
}

/** Reads and plans the part of a suite that is meant. Throws with the first problem where nothing of it can run. */
export async function planAgentSuite(
  context: Pick<AgentContext, 'folder'>,
  engine: Engine,
  wanted: SuiteWanted,
): Promise<AgentSuite> {
  const { folder } = context;
  const { name, suite } = await readAgentSuite(context, engine, wanted.suite);
  requireCases(suite, folder);
  const models = wanted.models && (await modelsOfTiers(engine, wanted.models, folder));
  const all = planOf(engine, { name, suite }, { ...wanted, ...defined({ models }) });
  const problems = problemsIn(folder, [...suite.problems, ...all.problems]);
  requireCells(all, suite, problems);
  const planned = { ...all, plan: { ...all.plan, problems } };
  const routes = await routesOf(context, engine);
  requireAnyTarget([...new Set(planned.plan.targets.map(({ model }) => model))], routes, (id) =>
    engine.registry.resolve(id),
  );
  return { name, suite, routes, planned: wanted.only === 'failed' ? onlyFailed(folder, planned) : planned };
}

/** The routes of the folder. */
export async function routesOf({ folder }: Pick<AgentContext, 'folder'>, { catalog }: Engine): Promise<RouteBook> {
  return createRouteBook(await loadProject(folder), { storage: storageOf(folder), catalog: () => catalog });
}

/** Problems with places from the folder. */
export function problemsIn(folder: string, problems: Suite['problems']): readonly RunProblem[] {
  return placedProblems(problems, {
    read: readTextIfThere,
    nameOf: (file) => slashedPath(folder, path.resolve(folder, file)),
  });
}

function planOf(
  { environment: { clock, random } }: Engine,
  { name, suite }: Pick<AgentSuite, 'name' | 'suite'>,
  { models = [], filter = [], case: caseId, repeat }: SuiteWanted | Omit<SuiteWanted, 'suite'>,
): SuitePlan {
  const fits = caseFilter(suite.cases, filter);
  return planSuite(suite, {
    runId: newRunId(clock.wallTime(), random),
    name,
    promptVersion: promptVersionOf(suite),
    includes: (testCase) => (caseId === undefined || testCase.id === caseId) && fits(testCase),
    ...(models.length > 0 ? { models } : {}),
    ...defined({ repeat }),
  });
}

function requireCases(suite: Suite, folder: string): void {
  if (suite.cases.length > 0 && suite.prompts.length > 0) return;
  const [first] = problemsIn(folder, suite.problems).filter(isLeftOut);
  const what = suite.prompts.length === 0 ? 'names no prompt that can be read' : 'has no case that can run';
  throw new PolypromptError('invalid-prompt', `The suite ${what}.`, {
    hint: first ? sentenceOf(first) : 'Look at it with check_file.',
  });
}

function requireCells({ plan }: SuitePlan, suite: Suite, problems: readonly RunProblem[]): void {
  if (plan.targets.length === 0)
    throw new PolypromptError('invalid-arguments', 'The suite names no model.', {
      hint: 'Give some in `models`, for example ["simulated/terse"].',
    });
  if (plan.cells.length > 0) return;
  const [first] = problems.filter(isLeftOut);
  throw new PolypromptError('invalid-arguments', `None of its ${suite.cases.length} cases is left to run.`, {
    hint: first ? sentenceOf(first) : 'Change `filter` or `case`: read_results gives the ids of cases.',
  });
}

function sentenceOf(problem: RunProblem): string {
  return `${placeOfProblem(problem)}: ${problem.message}`;
}

function onlyFailed(folder: string, planned: SuitePlan): SuitePlan {
  const earlier = newestEnded(storageOf(folder), planned.plan.prompt, 'Run it without `only`.');
  const { needed } = cellsNotPassed(planned, earlier);
  if (needed.length > 0) return { ...planned, plan: { ...planned.plan, cells: needed } };
  throw new PolypromptError('invalid-arguments', `Nothing failed in run ${earlier.runId}.`, {
    hint: 'Run it without `only`, or compare the versions with compare_versions.',
  });
}
