import type * as vscode from 'vscode';
import { formatEstimate, type RunEstimate } from '../../core/pricing/estimateRun.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { commands } from '../editor/contributions.ts';
import { estimatePrompt } from '../services/estimatePrompt.ts';
import { type PreparedPrompt, preparePrompt } from '../services/preparedPrompt.ts';
import type { Services } from '../services/services.ts';

/** The part that runs the prompt on its models, such as `Run on 4 models · est. $0.002`, or with `at most` before the price. */
export async function promptPart(services: Services, uri: vscode.Uri): Promise<vscode.Command> {
  const prompt = await preparePrompt(services, uri);
  const estimate = estimatePrompt(services, prompt);
  return {
    title: `$(play) ${titleOf(prompt, estimate)}`,
    command: commands.runPrompt,
    arguments: [uri],
    tooltip: tooltipOf(prompt, estimate),
  };
}

function titleOf({ models }: PreparedPrompt, estimate: RunEstimate): string {
  if (models.length === 0) return 'Run · no model is chosen';
  return `Run on ${models.length} ${models.length === 1 ? 'model' : 'models'} · ${moneyOf(estimate)}`;
}

function moneyOf(estimate: RunEstimate): string {
  const { expected, high, unknown, models, simulated, basis } = estimate;
  if (unknown.length === models) return 'price unknown';
  if (high === 0) return unknown.length === 0 ? 'free' : 'price unknown';
  const label = simulated ? ' simulated' : '';
  // Where the cost is a lower limit for some models and an upper limit for others, the sum is neither.
  if (basis === 'unknown' && unknown.length === 0) return `at most ${formatMoney(high)}${label}`;
  return `est. ${unknown.length === 0 ? '' : 'at least '}${formatMoney(expected)}${label}`;
}

function tooltipOf({ models }: PreparedPrompt, estimate: RunEstimate): string {
  return [
    'Run this prompt on its models, side by side (Ctrl+Enter, Cmd+Enter on a Mac)',
    ...models,
    ...(models.length > 0 ? [formatEstimate(estimate)] : []),
    'The menu of the editor has Choose Models and Preview Messages.',
  ].join('\n');
}
