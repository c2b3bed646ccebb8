import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { WireRequest } from '../../core/providers/contract/provider.ts';
import { type CurlShell, toCurl } from '../../core/providers/toCurl.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import type { ColumnAnswer, CompareIntent } from '../../protocol.ts';
import { performAction } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { openLink } from '../editor/links.ts';
import { requireTrust } from '../editor/trust.ts';
import { chooseRow, chosenRow, pickRow, rowsOf } from '../services/promptRows.ts';
import { requestOfAnswer } from '../services/requestOfAnswer.ts';
import type { Services } from '../services/services.ts';
import { answerCall, keepMock, takeUpCalls } from './answerCall.ts';
import { judgeAnswer } from './answerVerdicts.ts';
import { askFurther, keepConversation } from './askFurther.ts';
import { runPrompt, simulatedModels } from './runPrompt.ts';

/** Carries out what the panel wishes. The data of every wish comes from the plan and never from what the panel shows. */
export async function handleIntent(services: Services, prompt: vscode.Uri, intent: CompareIntent): Promise<void> {
  const session = services.sessions.get(prompt).current;
  switch (intent.type) {
    case 'run':
      return runPrompt(services, prompt);
    case 'run-simulated':
      await services.memory.setModels(prompt, simulatedModels);
      return runPrompt(services, prompt);
    case 'stop':
      return session?.stop();
    case 'choose-models':
      return performAction('choose-models', { prompt });
    case 'choose-columns':
      await vscode.commands.executeCommand(commands.chooseColumns, prompt);
      return;
    case 'choose-row':
    case 'next-row':
    case 'previous-row':
    case 'leave-row':
      return changeRow(services, prompt, intent.type);
    case 'set-inputs':
      return services.memory.setInputs(prompt, intent.inputs);
    case 'set-repeats':
      return services.memory.setRepeats(prompt, intent.repeats);
    case 'rerun-target':
      return rerun(session, intent.target);
    case 'stop-target':
      return session?.stopTarget(intent.target);
    case 'remove-model':
      return removeModel(services, prompt, intent.model);
    case 'error-action':
      return intent.action === 'retry' && intent.target
        ? rerun(session, intent.target)
        : performAction(intent.action, { prompt, model: modelOf(session, intent.target) });
    case 'open-diff':
      return services.answers.openDiff(
        { current: session?.state, previous: services.sessions.get(prompt).previous },
        intent,
      );
    case 'view-request':
      return services.answers.openRequest(requestOf(services, session, intent));
    case 'take-up-calls':
      return takeUpCalls(session, cellOf(session, intent));
    case 'answer-call':
      return answerCall(services, { prompt, session, cell: cellOf(session, intent) }, intent);
    case 'keep-mock':
      return keepMock(services, { prompt, session, cell: cellOf(session, intent) }, intent);
    case 'follow-up':
      return askFurther(services, { prompt, session, cells: cellsOf(session, intent.targets) }, intent.text);
    case 'keep-conversation':
      return keepConversation(services, prompt, { session, cell: cellOf(session, intent) });
    case 'judge':
    case 'note':
      return judgeAnswer(services, prompt, intent);
    case 'copy-answer':
      return vscode.env.clipboard.writeText(outputText(cellOf(session, intent)));
    case 'copy-curl':
      return vscode.env.clipboard.writeText(toCurl(requestOf(services, session, intent), terminalShell()));
    case 'keep-answer':
      return keepAnswer(prompt, session, intent);
    case 'save-answer':
      return saveAnswer(prompt, cellOf(session, intent));
    case 'open-run':
      services.sessions.reopen(prompt, intent.runId);
      return;
    case 'open-link':
      return openLink(intent.url);
  }
}

async function changeRow(
  services: Services,
  prompt: vscode.Uri,
  change: 'choose-row' | 'next-row' | 'previous-row' | 'leave-row',
): Promise<void> {
  if (change === 'leave-row') return services.memory.setInputs(prompt, services.memory.inputs(prompt));
  const rows = await rowsOf(services, prompt);
  const present = chosenRow(services, prompt, rows);
  const place = present ? rows.indexOf(present) : -1;
  const step = change === 'next-row' ? place + 1 : Math.max(0, place - 1);
  const row = change === 'choose-row' ? await pickRow(rows, present) : rows[step];
  if (row) await chooseRow(services, prompt, row);
}

/** The shell of this machine's terminal, to paste a command into: PowerShell on Windows, unless it is set to a shell such as Git Bash. */
function terminalShell(): CurlShell {
  const isPosix = process.platform !== 'win32' || /\b(ba|z|da|k)?sh(\.exe)?$/i.test(vscode.env.shell);
  return isPosix ? 'posix' : 'powershell';
}

function modelOf(session: RunSession | undefined, target: string | undefined): string | undefined {
  return session?.state.targets.find(({ id }) => id === target)?.model;
}

function rerun(session: RunSession | undefined, target: string): void {
  requireTrust();
  session?.rerunTarget(target);
}

async function removeModel(services: Services, prompt: vscode.Uri, model: string): Promise<void> {
  const targets = services.sessions.get(prompt).current?.state.targets.map((target) => target.model) ?? [];
  const chosen = await services.tierModels.expand(services.memory.models(prompt) ?? targets, prompt);
  const kept = chosen.filter((other) => other !== model);
  services.sessions.removeModel(prompt, model);
  await services.memory.setModels(prompt, kept);
}

function cellOf(session: RunSession | undefined, { target, repeat = 0 }: ColumnAnswer): CellState {
  const cell = cellsOf(session, [target]).find((answer) => answer.repeat === repeat);
  if (!cell) throw new PolypromptError('internal', 'This column has no answer yet.', { hint: 'Run the prompt first.' });
  return cell;
}

/** All answers of these columns. */
function cellsOf(session: RunSession | undefined, targets: readonly string[]): readonly CellState[] {
  return Object.values(session?.state.cells ?? {}).filter(({ target }) => targets.includes(target));
}

/** The request behind an answer of the panel; that of its last round where none is named. */
function requestOf(
  services: Services,
  session: RunSession | undefined,
  { round, ...answer }: ColumnAnswer & { readonly round?: number },
): WireRequest {
  return requestOfAnswer(services, session?.state, { cell: cellOf(session, answer), ...defined({ round }) });
}

/** The case gets the inputs of that run, so that it asks exactly what was answered. */
async function keepAnswer(prompt: vscode.Uri, session: RunSession | undefined, answer: ColumnAnswer): Promise<void> {
  const cell = cellOf(session, answer);
  const inputs = session?.state.plan.find(({ id }) => id === cell.id)?.inputs ?? {};
  await vscode.commands.executeCommand(commands.keepAsTestCase, {
    prompt: prompt.toString(),
    inputs,
    answer: outputText(cell),
  });
}

async function saveAnswer(prompt: vscode.Uri, cell: CellState): Promise<void> {
  const name = `${prompt.path.split('/').at(-1) ?? 'answer'}.${cell.target.replace(/[^\w.-]+/g, '-')}.md`;
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(prompt, '..', name) });
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(outputText(cell)));
}
