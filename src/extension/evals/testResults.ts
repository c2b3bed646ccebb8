import * as vscode from 'vscode';
import { cellTranscript } from '../../core/results/cellTranscript.ts';
import { waitsForPerson } from '../../core/results/outcome.ts';
import type { TargetResult } from '../../core/results/suiteResults.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import { reasonOfResult } from './caseProblems.ts';

/** Tells the Test Explorer what came of one case on one model. It knows four results; the item's description says which of ours it was. */
export function reportResult(run: vscode.TestRun, item: vscode.TestItem, result: TargetResult): void {
  const { outcome } = result;
  const isWaiting = outcome === 'ungraded' && result.cells.some(waitsForPerson);
  item.description =
    outcome === 'pass' || outcome === 'fail' ? repeatsOf(result) : isWaiting ? 'waits for a person' : outcome;
  if (outcome === 'running') run.started(item);
  else if (outcome === 'pass') run.passed(item, durationOf(result));
  else if (outcome === 'fail') run.failed(item, messagesOf(result), durationOf(result));
  // What waits for a person has neither passed nor failed.
  else if (isWaiting || outcome === 'skipped' || outcome === 'cancelled' || outcome === 'unchecked') run.skipped(item);
  else if (outcome !== 'error') run.failed(item, messagesOf(result), durationOf(result));
  // Only an answer that never came is an error of the run. A refusal is an answer that did not pass.
  else run.errored(item, messagesOf(result), durationOf(result));
}

/** The milliseconds of all repeats; undefined for answers from the cache. */
function durationOf({ cells }: TargetResult): number | undefined {
  const times = cells.flatMap((cell) => (cell.timing && !cell.cached ? [cell.timing.totalMs] : []));
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
}

/** How many repeats passed, such as `2/3`; empty where there are no repeats. */
function repeatsOf({ passed, repeats, isFlaky }: TargetResult): string {
  return repeats > 1 ? `${passed}/${repeats}${isFlaky ? ' flaky' : ''}` : '';
}

/** One message per failed check. Where the check expected a certain text, the message can be opened as a diff. */
function messagesOf(result: TargetResult): vscode.TestMessage[] {
  const messages = result.cells.flatMap((cell) =>
    (cell.verdict?.checks ?? [])
      .filter((check) => check.outcome !== 'pass')
      .map((check) => {
        if (check.expected !== undefined)
          return vscode.TestMessage.diff(check.reason, check.expected, outputText(cell));
        return new vscode.TestMessage(withAnswer(check.reason, cellTranscript(cell) ?? outputText(cell)));
      }),
  );
  return messages.length > 0 ? messages : [new vscode.TestMessage(`${result.outcome}: ${reasonOfResult(result)}`)];
}

function withAnswer(reason: string, answer: string): string {
  return answer === '' ? reason : `${reason}\n\n${answer}`;
}
