import * as vscode from 'vscode';
import { summarizeGate } from '../../core/gate/gateSummary.ts';
import { isLikedLess } from '../../core/gate/preferredChange.ts';
import { preferredSentences, worseBetterSame } from '../../core/gate/reports/gateReport.ts';
import { commands } from '../editor/contributions.ts';
import { showChangeDiff } from './changeDiff.ts';
import type { GatedChange } from './gateChanges.ts';

const showResults = 'Show Results';
const showDiff = 'Show Prompt Diff';
const improve = 'Improve Prompt...';

/** Tells the result of a comparison in one sentence, with buttons to the answers and to the prompts' own diff. */
export async function tellGated(gated: readonly [GatedChange, ...GatedChange[]]): Promise<void> {
  const [first] = gated;
  const suites = gated.flatMap(({ result }) => result.suites);
  const summary = summarizeGate({ suites });
  const broken = suites.flatMap(({ problems }) => problems)[0];
  const { head, base } = first.result;
  const sentence = `${changeOf(head)} against ${base}${sizeOf(suites.length)}: ${worseBetterSame(summary)}.`;
  const [liked] = preferredSentences({ summary, result: { ...first.result, suites } });
  const isLess = summary.preferred?.some(isLikedLess) === true;
  const isBad = summary.counts.regressed > 0 || isLess || broken !== undefined;
  const show = isBad ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const ran = gated.find(({ session }) => session !== undefined);
  const [advice] = suites.flatMap(({ judges = [] }) => judges).map((judge) => judge.sentence);
  const text = [sentence, broken, liked, advice].filter((part) => part !== undefined).join(' ');
  const chosen = await show(text, ...(ran ? [showResults] : []), showDiff, ...(isBad && ran ? [improve] : []));
  if (chosen === showDiff) await showChangeDiff(first.change);
  if (chosen === improve && ran) await vscode.commands.executeCommand(commands.improvePrompt, ran.suite);
  if (chosen !== showResults || !ran) return;
  const argument = { suite: ran.suite.toString(), runId: ran.session?.runId };
  await vscode.commands.executeCommand(commands.showResults, argument);
}

function changeOf(head: string): string {
  return head === 'staged' ? 'Staged changes' : head.charAt(0).toUpperCase() + head.slice(1);
}

function sizeOf(suites: number): string {
  return suites > 1 ? ` in ${suites} suites` : '';
}
