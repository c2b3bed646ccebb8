import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { WireRequest } from '../../core/providers/contract/provider.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { ColumnAnswer, MatrixAnswer, MatrixIntent } from '../../protocol.ts';
import { performAction } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { openLink } from '../editor/links.ts';
import { requestOfAnswer } from '../services/requestOfAnswer.ts';
import { exportResults } from './exportResults.ts';
import type { MatrixFeed } from './matrixFeed.ts';
import type { MatrixPlace } from './matrixPlace.ts';
import { judge, note } from './rowVerdicts.ts';

/** Carries out what the matrix wishes. Wishes that other parts of the editor have too go through their commands. */
export async function handleMatrixIntent(place: MatrixPlace, intent: MatrixIntent): Promise<void> {
  const { services, suite, feed } = place;
  switch (intent.type) {
    case 'run':
      return call(commands.runSuite, about(suite));
    case 'run-failed':
      return call(commands.runFailedCases, about(suite));
    case 'stop':
      return feed?.session.stop();
    case 'resume':
      return resume(place);
    case 'raise-limit':
      return resume(place, { asksLimit: true });
    case 'improve':
      return call(commands.improvePrompt, about(suite));
    case 'improve-judge':
      return call(commands.improvePrompt, { ...about(suite), judge: intent.check });
    case 'collect-batch':
      return feed && call(commands.collectBatch, { ...about(suite), runId: feed.session.runId });
    case 'retry-recording':
      return retryRecording(feed);
    case 'show-case':
      return call(commands.showCase, caseOf(place, intent.caseId));
    case 'rerun-case':
      return call(commands.rerunCase, caseOf(place, intent.caseId));
    case 'rerun-cell':
      return call(commands.rerunCase, answerReference(place, intent));
    case 'accept-answer':
      return call(commands.acceptAnswer, answerReference(place, intent));
    case 'keep-as-test-case':
      return call(commands.keepAsTestCase, answerReference(place, intent));
    case 'judge':
      return judge(place, intent, intent.verdict);
    case 'note':
      return note(place, intent);
    case 'open-expected-diff':
      return openExpectedDiff(place, intent);
    case 'copy-answer':
      return vscode.env.clipboard.writeText(outputText(cellOf(place, intent)));
    case 'open-diff':
      return openDiff(place, intent);
    case 'view-request':
      return services.answers.openRequest(requestOfIntent(place, intent));
    case 'open-run':
      await services.evals.reopen(suite, intent.runId);
      return;
    case 'export':
      return feed && exportResults({ services, suite, feed }, intent.format);
    case 'set-concurrency': {
      const lane = feed?.laneId(intent.lane);
      if (lane !== undefined) feed?.session.setConcurrency(lane, intent.concurrency);
      return;
    }
    case 'error-action':
      return performAction(intent.action, { prompt: suite });
    case 'open-link':
      return openLink(intent.url);
  }
}

async function call(command: string, argument: object): Promise<void> {
  await vscode.commands.executeCommand(command, argument);
}

function about(suite: vscode.Uri) {
  return { suite: suite.toString() };
}

/** A case as commands know it: by its id in the suite, whichever prompt it ran under. */
function caseOf({ suite, feed }: MatrixPlace, caseId: string) {
  return { ...about(suite), caseId: feed?.cases.get(caseId)?.testCase.id ?? caseId };
}

function answerReference(place: MatrixPlace, { caseId, target, repeat }: MatrixAnswer) {
  return { ...caseOf(place, caseId), target, repeat };
}

function cellOf({ feed }: MatrixPlace, answer: MatrixAnswer): CellState {
  const cell = feed?.answer(answer);
  if (!cell)
    throw new PolypromptError('internal', 'This answer is not there any more.', { hint: 'Run the case again.' });
  return cell;
}

/** The very answer that is shown, which may belong to an older run. */
function openExpectedDiff(place: MatrixPlace, intent: MatrixAnswer): Promise<void> {
  const cell = cellOf(place, intent);
  const checks = cell.verdict?.checks ?? [];
  const expected = (
    checks.find((check) => check.outcome === 'fail' && check.expected !== undefined) ??
    checks.find((check) => check.expected !== undefined)
  )?.expected;
  if (expected === undefined)
    throw new PolypromptError('invalid-arguments', 'No check of this case expects a certain text.', {
      hint: 'Its reasons stand above the answer.',
    });
  return place.services.answers.openTexts(
    { name: 'expected', text: expected },
    { name: cell.target, text: outputText(cell) },
  );
}

function openDiff(place: MatrixPlace, intent: Extract<MatrixIntent, { readonly type: 'open-diff' }>): Promise<void> {
  const textOf = ({ target, repeat = 0 }: ColumnAnswer) => {
    const name = repeat === 0 ? target : `${target}, answer ${repeat + 1}`;
    return { name, text: outputText(cellOf(place, { caseId: intent.caseId, target, repeat })) };
  };
  return place.services.answers.openTexts(textOf(intent.left), textOf(intent.right));
}

function requestOfIntent(place: MatrixPlace, intent: Extract<MatrixIntent, { type: 'view-request' }>): WireRequest {
  const { round } = intent;
  const cell = cellOf(place, intent);
  return requestOfAnswer(place.services, place.feed?.session.state, { cell, ...defined({ round }) });
}

async function retryRecording(feed: MatrixFeed | undefined): Promise<void> {
  if (feed && !feed.session.retryRecording())
    throw new PolypromptError('storage', 'The disk is still full: the run stays as it is.');
}

function resume({ suite, feed }: MatrixPlace, { asksLimit = false } = {}): Promise<void> {
  if (!feed) return Promise.resolve();
  return call(commands.resumeRun, { ...about(suite), runId: feed.session.runId, asksLimit });
}
