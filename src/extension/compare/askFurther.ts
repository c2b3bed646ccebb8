import * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import type { Message } from '../../core/messages.ts';
import { estimateRun, formatEstimate, type RunEstimate } from '../../core/pricing/estimateRun.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { PlannedCell, Target } from '../../core/run/events.ts';
import { saidBy } from '../../core/run/round.ts';
import { roundCall } from '../../core/run/roundCall.ts';
import { ruleOfResult } from '../../core/tools/ruleOfResult.ts';
import type { ToolRule } from '../../core/tools/toolSettings.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { requireTrust } from '../editor/trust.ts';
import { keepCase } from '../services/keepCase.ts';
import type { Services } from '../services/services.ts';

/** The columns that are asked further. */
interface AskedColumns {
  readonly prompt: vscode.Uri;
  readonly session: RunSession | undefined;
  readonly cells: readonly CellState[];
}

/** Says more to these columns, each in its own conversation. Asks before much money is spent. */
export async function askFurther(services: Services, asked: AskedColumns, text: string): Promise<void> {
  requireTrust();
  const { session, cells } = asked;
  if (!session || session.isRunning || cells.length === 0) return;
  if (await agree(services, asked, text)) session.followUp(new Set(cells.map(({ id }) => id)), text);
}

/** True unless the user declines what the columns together may cost at most. */
async function agree(services: Services, asked: AskedColumns, text: string): Promise<boolean> {
  const { confirmAbove } = services.settings().budget;
  const estimates = estimatesOf(services, asked, text);
  const most = estimates.reduce((sum, { estimate }) => sum + (estimate.simulated ? 0 : estimate.high), 0);
  if (most <= confirmAbove) return true;
  const detail = estimates.map(({ target, estimate }) => `${target}: ${formatEstimate(estimate)}`).join('\n');
  const ask = 'Ask';
  const chosen = await vscode.window.showWarningMessage(
    `Ask further for at most ${formatMoney(most)}?`,
    { modal: true, detail },
    ask,
  );
  return chosen === ask;
}

interface ColumnEstimate {
  readonly target: string;
  readonly estimate: RunEstimate;
}

/** What each column is expected to cost. Their conversations have different lengths by now. */
function estimatesOf(
  services: Services,
  { prompt, session, cells }: AskedColumns,
  text: string,
): readonly ColumnEstimate[] {
  const { plan = [], targets = [] } = session?.state ?? {};
  const partsOf = routeParts(services.routes.bookFor(prompt).routes);
  return cells.flatMap((cell) => {
    const planned = plan.find(({ id }) => id === cell.id);
    const target = targets.find(({ id }) => id === cell.target);
    if (!planned || !target) return [];
    const { messages, parameters } = nextCall({ cell, planned, target }, text);
    const models = [target.model];
    const estimate = estimateRun({ messages, parameters, models, catalog: services.catalog(), partsOf });
    return [{ target: target.id, estimate }];
  });
}

interface AskedCell {
  readonly cell: CellState;
  readonly planned: PlannedCell;
  readonly target: Target;
}

function nextCall({ cell, planned, target }: AskedCell, text: string) {
  const { messages = planned.messages, rounds = [], text: answer, toolCalls, turn } = cell;
  const before = roundCall({ cell: { ...planned, messages }, target, rounds });
  const question: Message = { role: 'user', parts: [{ type: 'text', text }] };
  const said = saidBy({ answer, toolCalls, ...defined({ turn }) }, target.model);
  return { ...before, messages: [...before.messages, said, question] };
}

/** Writes a conversation as a case: what was put in, what the user said, and the results that persons gave. */
export function keepConversation(
  services: Services,
  prompt: vscode.Uri,
  { session, cell }: { readonly session: RunSession | undefined; readonly cell: CellState },
): Promise<void> {
  const vars = session?.state.plan.find(({ id }) => id === cell.id)?.inputs ?? {};
  const { rounds = [] } = cell;
  const turns = rounds.flatMap(({ user }) => (user ? [user.text] : []));
  const toolResults = rounds.flatMap(({ toolCalls, results }) =>
    results.flatMap((result, index): readonly ToolRule[] => {
      const call = toolCalls[index];
      return call && result.by === 'person' ? [ruleOfResult(call, result)] : [];
    }),
  );
  return keepCase(services, prompt, {
    vars,
    ...(turns.length > 0 ? { turns } : {}),
    ...(toolResults.length > 0 ? { toolResults } : {}),
  });
}
