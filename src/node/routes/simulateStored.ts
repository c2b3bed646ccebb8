import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import type { RunState } from '../../core/run/state.ts';
import { type SimulateOptions, type Simulation, simulateRun } from '../../core/simulation/simulateRun.ts';
import { sandboxIn } from '../runs/suiteGrading.ts';
import { workspaceSuiteFiles } from '../suites/workspaceSuiteFiles.ts';
import { figuresOfRun } from './figuresOfRun.ts';
import { toldClassesOf } from './toldClassFile.ts';

export interface StoredSimulation
  extends Omit<SimulateOptions, 'cases' | 'scripts' | 'date' | 'pause' | 'told' | 'figureOf'> {
  /** The run's folder `.polyprompt`. */
  readonly storage: string;
  /** The folder that holds `sandbox.js`, in which JavaScript checks of routes run; undefined where the workspace is not trusted. */
  readonly distFolder?: string;
  /** The time in milliseconds since 1970. */
  readonly today: number;
}

/** Simulates routes over a stored run. Its checks come from the suite as it is now. */
export async function simulateStored(
  run: RunState,
  { storage, distFolder, today, ...options }: StoredSimulation,
): Promise<Simulation> {
  const sandbox = distFolder === undefined ? undefined : sandboxIn(distFolder);
  try {
    return await simulateRun(run, {
      ...options,
      cases: await casesOf(storage, run),
      figureOf: await figuresOfRun(storage, run),
      told: toldClassesOf(storage, options.book.routes.values()),
      scripts: sandbox ? { sandbox } : { refusesScripts: true },
      pause: () => setImmediate(),
      date: new Date(today).toISOString().slice(0, 10),
    });
  } finally {
    await sandbox?.dispose();
  }
}

/** The cases of a run's suite; none when the suite is gone, so that only checks that the routes bring themselves can be replayed. */
async function casesOf(storage: string, { prompt }: RunState): Promise<readonly EvalCase[]> {
  const folder = path.dirname(storage);
  const file = path.join(folder, prompt);
  if (!existsSync(file)) return [];
  return (await readProjectSuite(file, workspaceSuiteFiles(folder, { given: file }))).cases;
}
