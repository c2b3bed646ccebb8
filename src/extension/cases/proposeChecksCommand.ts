import * as vscode from 'vscode';
import { labelOffer } from '../../core/dataset/labelOffer.ts';
import { PolypromptError } from '../../core/errors.ts';
import { answersOfRun } from '../../core/proposals/answersOfRun.ts';
import { type ProposedCheck, proposeChecks } from '../../core/proposals/proposeChecks.ts';
import { checkLines, figuresOf } from '../../core/proposals/proposedChecksText.ts';
import { counted } from '../../core/text/formatCount.ts';
import { labelBook } from '../../node/people/verdictBook.ts';
import { sandboxIn } from '../../node/runs/suiteGrading.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { takeLabelCheck } from './labelCheckCommand.ts';

/** `Propose Checks...`: checks that tell the good answers of the last run from others, to be taken into the suite. */
export function registerProposeChecks(services: Services): vscode.Disposable {
  return registerCommand(commands.proposeChecks, async (argument) => {
    const open = await suiteOf(services, argument);
    const checks = await chooseChecks(open, await checksTried(services, open), 'shown as lines for the suite');
    const shared = checks.filter(({ check }) => check.type !== 'label');
    if (shared.length > 0) await showLines(shared);
    if (shared.length < checks.length) await takeLabelCheck(open);
  });
}

/** The checks that tell the answers of a suite's last run apart, with the number of these answers. */
export interface TriedChecks {
  readonly answers: number;
  readonly proposed: readonly ProposedCheck[];
}

/** The checks that are kept; `what` says what becomes of them. */
export async function chooseChecks(
  { name }: OpenSuite,
  { answers, proposed }: TriedChecks,
  what: string,
): Promise<readonly ProposedCheck[]> {
  const chosen = await vscode.window.showQuickPick(proposed.map(itemOf), {
    title: `Checks for ${name}, Tried on ${counted(answers, 'Answer')} of Its Last Run`,
    placeHolder: proposed.length > 0 ? `Those that you keep ticked are ${what}` : 'None tells good answers from others',
    canPickMany: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ one }) => one) ?? [];
}

/** Tries checks on the answers of the last run. Throws `invalid-arguments` where there are none. */
export async function checksTried(services: Services, { suite, uri, name }: OpenSuite): Promise<TriedChecks> {
  const offer = labelOffer(suite);
  const [run] = services.evals.sessions.stored(uri, 1);
  const answers = run ? answersOfRun(run, labelBook(services.storageFor(uri), name)(), offer?.labels) : [];
  if (answers.length === 0)
    throw new PolypromptError('invalid-arguments', `${name} has no stored answers on which checks could be tried.`, {
      hint: 'Run the suite first.',
    });
  const sandbox = sandboxIn(vscode.Uri.joinPath(services.context.extensionUri, 'dist').fsPath);
  try {
    const prompt = suite.prompts.map(({ raw }) => raw).join('\n');
    const { proposed } = await proposeChecks(prompt, answers, { ports: { sandbox }, offer });
    return { answers: answers.length, proposed };
  } finally {
    await sandbox.dispose();
  }
}

function itemOf(one: ProposedCheck) {
  const { type, value } = one.check;
  const description = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return { label: type, description, detail: `${one.why} ${figuresOf(one)}`, picked: true, one };
}

/** Nobody's file is changed: where a check belongs, below the defaults or in single cases, is for the author to say. */
async function showLines(checks: readonly ProposedCheck[]): Promise<void> {
  const content = `# Put these below "defaultTest" of the suite, or into the cases that they are for.\n${checkLines(checks)}`;
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
}
