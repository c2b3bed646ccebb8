import * as path from 'node:path';
import * as vscode from 'vscode';
import { type CoveragePlan, coveragePlan, missingClasses } from '../../core/cases/coverage/coveragePlan.ts';
import { edgeRows, type ProposedRow } from '../../core/cases/coverage/edgeRows.ts';
import { gapsOf } from '../../core/cases/coverage/gaps.ts';
import { readGapRows } from '../../core/cases/coverage/readGapRows.ts';
import { thrownOutText } from '../../core/cases/coverage/thrownOutText.ts';
import { addCase, canConverse } from '../../core/dataset/editCases.ts';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { hunksBetween } from '../../core/diff/hunks.ts';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { InputField } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { applyEdits } from '../../core/text/applyEdits.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { askWriter, type FillingPlan, planFilling } from '../../node/cases/fillGaps.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { showError } from '../editor/showError.ts';
import { signalOf } from '../editor/signals.ts';
import { requireTrust } from '../editor/trust.ts';
import { addToSuite, newSuiteFor } from '../services/casesOfSuite.ts';
import { freeUri } from '../services/freeUri.ts';
import { datasetOf } from '../services/keepCase.ts';
import { pickModels } from '../services/pickModels.ts';
import { formatOf, openPrompt, partialsOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';

/** What cases are proposed for: a prompt, and its suite where it has one. */
interface Subject {
  readonly prompt: vscode.Uri;
  readonly text: string;
  readonly fields: readonly InputField[];
  readonly open: OpenSuite | undefined;
  readonly cases: readonly EvalCase[];
}

/** Rows that a writer is asked for besides the named gaps. */
const usualRows = 20;

/** `Propose Cases...`: what the cases lack, and rows for it, which are taken or left one by one. */
export function registerProposeCases(services: Services): vscode.Disposable {
  return registerCommand(commands.proposeCases, async (argument) => {
    const subject = await subjectOf(services, argument);
    const plan = coveragePlan(subject.fields, subject.cases);
    const edges = edgeRows(plan, subject);
    const choice = sourceIn(argument) ?? (await chooseSource(plan, subject, edges.length));
    if (choice === undefined) return;
    const rows = choice === 'edge' ? edges : [...(await writtenRows(services, subject, plan)), ...edges];
    const taken = await chooseRows(rows);
    if (taken.length > 0) await write(services, subject, taken);
  });
}

async function subjectOf(services: Services, argument: unknown): Promise<Subject> {
  const given = isJsonObject(argument) && 'suite' in argument ? undefined : promptOf(argument);
  const isPrompt = given !== undefined && formatOf(services.memory, given) !== undefined;
  const using = isPrompt
    ? (await services.suites.all()).filter(({ suite }) => suite.prompts.some(({ file }) => file === given.fsPath))
    : [];
  const open = isPrompt ? using[0] : await suiteOf(services, argument);
  const file = isPrompt ? given.fsPath : open?.suite.prompts.flatMap(({ file: own }) => own ?? [])[0];
  if (file === undefined)
    throw new PolypromptError(
      'invalid-arguments',
      'The suite names no prompt file, so that its variables are not known.',
      {
        hint: 'Write the prompt into a file of its own.',
      },
    );
  const prompt = vscode.Uri.file(file);
  const { text, document } = await openPrompt(services.memory, prompt);
  const { partials } = await partialsOf(prompt, document);
  const fields = inputFields(document, partials);
  if (fields.length === 0)
    throw new PolypromptError(
      'invalid-prompt',
      'The prompt has no variables, so that all its cases would be the same.',
      {
        hint: 'Put what changes into a variable, such as {{ticket}}.',
      },
    );
  return { prompt, text, fields, open, cases: open?.suite.cases ?? [] };
}

/** The source that the command was called with. */
function sourceIn(argument: unknown): 'edge' | 'writer' | undefined {
  const source = isJsonObject(argument) ? argument['source'] : undefined;
  return source === 'edge' || source === 'writer' ? source : undefined;
}

async function chooseSource(
  plan: CoveragePlan,
  { cases }: Subject,
  edges: number,
): Promise<'edge' | 'writer' | undefined> {
  const missing = missingClasses(plan);
  const found = await vscode.window.showQuickPick(
    [
      {
        label: `$(list-unordered) Choose among ${counted(edges, 'row')} made without a model`,
        source: 'edge' as const,
      },
      { label: '$(sparkle) Let a model write rows as well...', source: 'writer' as const },
      {
        label: `Missing: ${formatCount(missing.length)} of ${formatCount(plan.lines.length)} kinds of values`,
        kind: vscode.QuickPickItemKind.Separator,
      },
      ...plan.lines.map(({ valueClass, total }) => ({
        label: `${valueClass.variable}: ${valueClass.name}`,
        description: total === 0 ? 'missing' : counted(total, 'row'),
        source: 'edge' as const,
      })),
    ],
    { title: 'Propose Cases', placeHolder: `What ${counted(cases.length, 'case')} cover and lack` },
  );
  return found && 'source' in found ? found.source : undefined;
}

async function writtenRows(services: Services, subject: Subject, plan: CoveragePlan): Promise<readonly ProposedRow[]> {
  requireTrust();
  const { prompt, text, fields, cases } = subject;
  const [model] = (await pickModels(services, { title: 'Choose the Writing Model', chosen: [], prompt })) ?? [];
  if (model === undefined) throw new vscode.CancellationError();
  const about = { prompt: text, fields, examples: cases.map(({ vars }) => vars) };
  const name = `${vscode.workspace.asRelativePath(prompt, false)} (proposed cases)`;
  const engine = { environment: services.environment, catalog: services.catalog() };
  const filling = planFilling(engine, gapsOf(plan, usualRows), { about, model, name });
  await agree(services, filling, model);
  const { answers } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `${model} writes cases`, cancellable: true },
    (_progress, token) =>
      askWriter(
        {
          ...engine,
          registry: services.registry(),
          storage: services.storageFor(prompt),
          onStorageFailure: (error) => void showError(toPolypromptError(error).toRecord()),
          ...defined({ maxCost: services.settings().budget.maxPerRun }),
        },
        filling,
        (session) => signalOf(token).addEventListener('abort', () => session.stop()),
      ),
  );
  const { rows, thrownOut } = readGapRows(answers, { fields, cases, prompt: text });
  const failed = filling.gaps.length - answers.length;
  // The message is not awaited: the rows are chosen beside it.
  void vscode.window.showInformationMessage(
    `${counted(rows.length, 'row')} of ${model}${failed > 0 ? `; ${counted(failed, 'request')} failed` : ''}. ${thrownOutText(thrownOut)}`,
  );
  return rows;
}

async function agree(services: Services, { estimates, gaps }: FillingPlan, model: string): Promise<void> {
  const high = estimates.reduce((sum, { high: of }) => sum + of, 0);
  const isUnknown = estimates.some(({ unknown }) => unknown.length > 0);
  if (estimates.every(({ simulated }) => simulated)) return;
  if (!isUnknown && high <= services.settings().budget.confirmAbove) return;
  const money = isUnknown ? 'at a price that is not known' : `for at most ${formatMoney(high)}`;
  const answer = await vscode.window.showWarningMessage(
    `Ask ${model} ${counted(gaps.length, 'time')} ${money}?`,
    { modal: true },
    'Ask',
  );
  if (answer === undefined) throw new vscode.CancellationError();
}

async function chooseRows(rows: readonly ProposedRow[]): Promise<readonly ProposedRow[]> {
  const items = rows.map((row) => ({
    label: Object.values(row.vars)
      .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
      .join(' · ')
      .replaceAll(/\s+/g, ' ')
      .slice(0, 200),
    description: row.metadata.source,
    detail: row.metadata.covers,
    picked: true,
    row,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Propose Cases',
    placeHolder: 'Untick the rows to leave; they expect nothing before you say what is right',
    canPickMany: true,
    matchOnDetail: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ row }) => row) ?? [];
}

/** Writes rows where the cases of the suite stand, in one step that can be undone; else into a new file that the suite reads. */
async function write(services: Services, { prompt, open }: Subject, rows: readonly ProposedRow[]): Promise<void> {
  const dataset = open && datasetOf(open);
  if (dataset && canConverse(dataset.fsPath)) {
    const document = await vscode.workspace.openTextDocument(dataset);
    const before = document.getText();
    const after = rows.reduce((text, row) => applyEdits(text, addCase({ path: dataset.fsPath, text }, row)), before);
    const edits = hunksBetween(before, after).map(({ start, end, after: text }) => ({ range: { start, end }, text }));
    return applyAndShow(document, edits);
  }
  const stem = readPromptPath(prompt.path).name;
  const file = await freeUri(vscode.Uri.joinPath(prompt, '..'), (copy) => `${stem}.proposed${copy}.cases.jsonl`);
  await vscode.workspace.fs.writeFile(
    file,
    new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  );
  if (open && path.posix.extname(open.uri.path).startsWith('.y')) await addToSuite(open.uri, file);
  else if (!open) await newSuiteFor(services, prompt, file);
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
}
