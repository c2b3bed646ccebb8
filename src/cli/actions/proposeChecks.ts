import { labelOffer } from '../../core/dataset/labelOffer.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { answersOfRun } from '../../core/proposals/answersOfRun.ts';
import { proposeChecks } from '../../core/proposals/proposeChecks.ts';
import { proposedChecksText } from '../../core/proposals/proposedChecksText.ts';
import { labelBook } from '../../node/people/verdictBook.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { sandboxIn } from '../../node/runs/suiteGrading.ts';
import { loadSuite } from '../inputs/loadSuitePlan.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { suiteOfPrompt } from '../inputs/suiteOfPrompt.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson } from '../terminal/terminal.ts';

export interface ProposeChecksOptions {
  readonly json?: true;
}

/** Prints checks that tell the stored answers of a suite apart; the result is the exit code. */
export async function proposeChecksFor(given: string, { json }: ProposeChecksOptions): Promise<number> {
  const file = await suiteOfPrompt(given);
  const suite = await loadSuite(file);
  const [storage, name] = [storageFor(file), runNameOf(file)];
  const offer = labelOffer(suite);
  const [run] = new RunHistory({ keptCells: 0 }).list(storage, { prompt: name, kind: 'eval', limit: 1 });
  const answers = run ? answersOfRun(run, labelBook(storage, name)(), offer?.labels) : [];
  if (answers.length === 0)
    throw new PolypromptError('invalid-arguments', `${file} has no stored answers on which checks could be tried.`, {
      hint: `Run it first: polyprompt eval ${file}`,
    });
  const sandbox = sandboxIn(import.meta.dirname);
  try {
    const found = await proposeChecks(promptText(suite), answers, { ports: { sandbox }, offer });
    if (json) printJson({ answers: answers.length, ...found }, 2);
    else print(proposedChecksText(found, answers.length));
  } finally {
    await sandbox.dispose();
  }
  return exitCodes.done;
}

function promptText({ prompts }: Suite): string {
  return prompts.map(({ raw }) => raw).join('\n');
}
