import * as vscode from 'vscode';
import { type CoveragePlan, coveragePlan, missingClasses } from '../../core/cases/coverage/coveragePlan.ts';
import { edgeRows, type ProposedRow } from '../../core/cases/coverage/edgeRows.ts';
import { gapsOf } from '../../core/cases/coverage/gaps.ts';
import { readGapRows } from '../../core/cases/coverage/readGapRows.ts';
import { thrownOutText } from '../../core/cases/coverage/thrownOutText.ts';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { InputField } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { askWriter, type FillingPlan, planFilling } from '../../node/cases/fillGaps.ts';
import { showError } from '../editor/showError.ts';
import { signalOf } from '../editor/signals.ts';
import { requireTrust } from '../editor/trust.ts';
import { pickModels } from '../services/pickModels.ts';
import { openPrompt, partialsOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';

/** What rows are proposed for: a prompt, and the cases that it has. */
export interface Subject {
  readonly prompt: vscode.Uri;
  readonly text: string;
  readonly fields: readonly InputField[];
  readonly cases: readonly EvalCase[];
}

/** Where rows come from: made without a model, or by a writer as well. */
export type RowSource = 'edge' | 'writer';

/** Rows that a writer is asked for besides the named gaps. */
const usualRows = 20;

/** A prompt with these cases as it stands in the editor. Throws `invalid-prompt` for one without variables. */
export async function subjectFor(
  services: Services,
  prompt: vscode.Uri,
  cases: readonly EvalCase[] = [],
): Promise<Subject> {
  const { text, document } = await openPrompt(services.memory, prompt);
  const { partials } = await partialsOf(prompt, document);
  const fields = inputFields(document, partials);
  if (fields.length > 0) return { prompt, text, fields, cases };
  throw new PolypromptError('invalid-prompt', 'The prompt has no variables, so that all its cases would be the same.', {
    hint: 'Put what changes into a variable, such as {{ticket}}.',
  });
}

/** Rows for what the cases lack, as far as they were taken; `source` is asked for where it is not given. */
export async function proposedRows(
  services: Services,
  subject: Subject,
  source?: RowSource,
): Promise<readonly ProposedRow[]> {
  const plan = coveragePlan(subject.fields, subject.cases);
  const edges = edgeRows(plan, subject);
  const choice = source ?? (await chooseSource(plan, subject, edges.length));
  if (choice === undefined) return [];
  return chooseRows(choice === 'edge' ? edges : [...(await writtenRows(services, subject, plan)), ...edges]);
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
