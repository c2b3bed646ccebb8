import * as vscode from 'vscode';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { formatEstimate } from '../../core/pricing/estimateRun.ts';
import { formatPrice } from '../../core/pricing/format.ts';
import type { InputField } from '../../core/prompt/document.ts';
import { summarizeRun } from '../../core/results/summary.ts';
import { isRouteId } from '../../core/routeId.ts';
import type { RunState } from '../../core/run/state.ts';
import type { ChosenModel, CompareSetup, FormField } from '../../protocol.ts';
import type { ColumnChoice } from '../services/columnChoice.ts';
import { estimatePrompt } from '../services/estimatePrompt.ts';
import { hasAnyKey, missingKeys } from '../services/keyAccess.ts';
import { obstacleOf, preparePrompt } from '../services/preparedPrompt.ts';
import { chosenRow, type PromptRow, rowsOf, shownRow } from '../services/promptRows.ts';
import type { Services } from '../services/services.ts';
import { marksOfAnswers } from './answerVerdicts.ts';

/** Everything that the panel shows beside the run. It is gathered anew whenever the prompt, the choice of models or the settings change. */
export async function compareSetup(services: Services, prompt: vscode.Uri): Promise<CompareSetup> {
  const prepared = await preparePrompt(services, prompt);
  const obstacle = obstacleOf(prepared);
  const rows = await withoutWaiting(rowsOf(services, prompt));
  const row = chosenRow(services, prompt, rows);
  return {
    prompt: prompt.toString(),
    title: vscode.workspace.asRelativePath(prompt, false).split('/').at(-1) ?? prompt.path,
    models: await chosenModels(services, prepared.models),
    fields: prepared.fields.map(formField),
    inputs: prepared.inputs,
    missing: prepared.rendered.missing,
    repeats: services.memory.repeats(prompt),
    kinds: kindsOf(services.memory.columns(prompt)),
    estimate: formatEstimate(estimatePrompt(services, prepared)),
    trusted: vscode.workspace.isTrusted,
    needsKey: !(await hasAnyKey(services)),
    ...(obstacle && obstacle.code !== 'missing-input' ? { problem: obstacle.toRecord() } : {}),
    history: services.sessions.stored(prompt, 20).map(runSummary),
    rows: rows.length,
    ...(row ? { row: { ...shownRow(row, rows), people: await marksOfAnswers(services, prompt, row) } } : {}),
  };
}

function kindsOf({ versions, settings }: ColumnChoice): CompareSetup['kinds'] {
  return { versions: versions.length, settings: settings.length };
}

/** Milliseconds for which a panel waits for the suites of its prompt: in a large workspace they come later. */
const patienceMs = 300;

async function withoutWaiting(rows: Promise<readonly PromptRow[]>): Promise<readonly PromptRow[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly PromptRow[]>((resolve) => {
    timer = setTimeout(() => resolve([]), patienceMs);
  });
  return Promise.race([rows, late]).finally(() => clearTimeout(timer));
}

async function chosenModels(services: Services, models: readonly string[]): Promise<ChosenModel[]> {
  const known = models.filter((model) => services.registry().get(parseModelRef(model)?.provider ?? ''));
  const keyless = new Set((await missingKeys(services, known)).map(({ provider }) => provider.id));
  return models.map((model) => {
    const provider = model.split('/')[0] ?? model;
    return {
      model,
      label: model.slice(provider.length + 1) || model,
      provider: isRouteId(model) ? 'route' : provider,
      simulated: provider === 'simulated',
      price: formatPrice(entryOf(services.catalog(), model)),
      keyMissing: keyless.has(provider),
    };
  });
}

function formField({ default: _inInputs, ...field }: InputField): FormField {
  return field;
}

function runSummary(state: RunState): CompareSetup['history'][number] {
  return { runId: state.runId, startedAt: state.startedAt, label: summarizeRun(state) };
}
