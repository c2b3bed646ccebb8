import path from 'node:path';
import { healthText } from '../../core/cases/health/healthText.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import { suiteHealth } from '../../node/cases/suiteHealth.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';
import { loadSuite } from '../inputs/loadSuitePlan.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { suiteOfPrompt } from '../inputs/suiteOfPrompt.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson } from '../terminal/terminal.ts';

export interface CasesHealthOptions {
  readonly json?: true;
}

/** Prints what the cases of a suite are like and what is wrong with them; the result is the exit code. */
export async function casesHealth(given: string, { json }: CasesHealthOptions): Promise<number> {
  const file = await suiteOfPrompt(given);
  const suite = await (suiteFormatOf(file) === 'data' ? dataAlone(file) : loadSuite(file));
  const health = suiteHealth(suite, { storage: storageFor(file), name: runNameOf(file) });
  if (json) printJson(health, 2);
  else print(healthText(health));
  return exitCodes.done;
}

/** A file of cases without the prompt that they belong to: nothing has to run. */
async function dataAlone(file: string): Promise<Suite> {
  const given = path.resolve(file);
  const suite = await readProjectSuite(given, workspaceSuiteFiles(findWorkspaceFolder(given), { given }));
  if (suite.cases.length > 0) return suite;
  throw new PolypromptError('invalid-arguments', `${file} holds no case that can be read.`, {
    hint: 'Name a suite, or a file of cases in CSV or JSONL.',
  });
}
