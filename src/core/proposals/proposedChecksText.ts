import { stringify } from 'yaml';
import { counted, formatCount } from '../text/formatCount.ts';
import type { ProposedCheck, ProposedChecks } from './proposeChecks.ts';

/** What each check says of the stored answers, and the checks as lines to put into the suite. */
export function proposedChecksText({ tried, proposed }: ProposedChecks, answers: number): string {
  const head = `${counted(tried, 'check')} tried on ${counted(answers, 'stored answer')}.`;
  if (proposed.length === 0) return `${head} None tells good answers from others, so that none is proposed.\n`;
  const lines = proposed.map((one, index) => `${index + 1}. ${one.check.type}: ${figuresOf(one)} ${one.why}`);
  return `${head}\n\n${lines.join('\n')}\n${placesText(proposed)}`;
}

/** Where the checks belong, with the lines to put there. */
function placesText(proposed: readonly ProposedCheck[]): string {
  const shared = proposed.filter(({ isInRows }) => !isInRows);
  const inRows =
    shared.length < proposed.length ? '\nWrite "type: label" in place of "type: equals" in the rows.\n' : '';
  if (shared.length === 0) return inRows;
  return `${inRows}\nPut those that you want below "defaultTest" of the suite:\n\n${checkLines(shared)}`;
}

/** Checks as they are written in a suite. */
export function checkLines(checks: readonly Pick<ProposedCheck, 'check'>[]): string {
  return stringify({ assert: checks.map(({ check }) => check) }, { lineWidth: 0 });
}

/** What a check says of the stored answers. */
export function figuresOf({ passes, answers, catches, failed, disagrees, labels }: ProposedCheck): string {
  const said = [
    `It would have passed ${formatCount(passes)} of ${formatCount(answers)}.`,
    ...(failed === 0 ? [] : [`Of ${formatCount(failed)} that failed it fails ${formatCount(catches)}.`]),
    ...(labels === 0
      ? []
      : [`It disagrees with ${formatCount(disagrees)} of ${counted(labels, 'verdict')} of people.`]),
  ];
  return said.join(' ');
}
