import type * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { answerDigest } from '../../core/people/answerDigest.ts';
import { type PersonMark, personMarks, verdictsByAnswer } from '../../core/people/personMark.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import { suiteCaseOf } from '../../core/run/cellIdentity.ts';
import { readVerdicts } from '../../node/people/verdictFile.ts';
import type { ColumnAnswer, CompareIntent } from '../../protocol.ts';
import { keepVerdict, withNote } from '../services/keepVerdict.ts';
import { knownName } from '../services/personHere.ts';
import { chosenRow, type PromptRow, rowsOf } from '../services/promptRows.ts';
import type { Services } from '../services/services.ts';

/** What people say of the answers that a prompt's panel shows to a case. */
export async function marksOfAnswers(
  services: Services,
  prompt: vscode.Uri,
  { open, testCase }: PromptRow,
): Promise<readonly PersonMark[]> {
  const { lines } = readVerdicts(services.storageFor(open.uri), open.name);
  if (lines.length === 0) return [];
  const reader = await knownName(open.uri);
  return personMarks(answersTo(services, prompt, testCase.id), verdictsByAnswer(lines), reader);
}

/** Keeps what the person at this editor says of an answer to the chosen case, or a note on it. */
export async function judgeAnswer(
  services: Services,
  prompt: vscode.Uri,
  intent: Extract<CompareIntent, { type: 'judge' | 'note' }>,
): Promise<void> {
  const row = chosenRow(services, prompt, await rowsOf(services, prompt));
  const shown = row && answersTo(services, prompt, row.testCase.id).find((answer) => isThat(answer, intent));
  if (!row || !shown)
    throw new PolypromptError('invalid-arguments', 'Only an ended answer to a case of a suite can be judged.', {
      hint: 'Choose a case (c) and run it.',
    });
  const marks = await marksOfAnswers(services, prompt, row);
  const own = marks.find((mark) => mark.isOwn && mark.criterion === undefined && isThat(mark, intent));
  const said =
    intent.type === 'note' ? await withNote(own) : { verdict: intent.verdict, ...defined({ note: own?.note }) };
  if (!said) return;
  const { open, testCase } = row;
  const answer = { suite: open.uri, run: open.name, digest: shown.digest, caseId: testCase.id, target: shown.target };
  await keepVerdict(services, answer, intent.type === 'judge' && intent.verdict === null ? { verdict: null } : said);
}

function isThat({ target, repeat }: Pick<PersonMark, 'target' | 'repeat'>, wanted: ColumnAnswer): boolean {
  return target === wanted.target && repeat === (wanted.repeat ?? 0);
}

/** The ended answers of the panel that were given to a case, with what identifies each for people's verdicts. */
function answersTo(services: Services, prompt: vscode.Uri, caseId: string) {
  const { state } = services.sessions.get(prompt).current ?? {};
  const inputs = new Map(state?.plan.map((cell) => [cell.id, cell.inputs]));
  return Object.values(state?.cells ?? {})
    .filter((cell) => cell.status === 'done' && suiteCaseOf(cell) === caseId)
    .map((cell) => ({
      target: cell.target,
      repeat: cell.repeat,
      digest: answerDigest(inputs.get(cell.id) ?? {}, outputText(cell)),
    }));
}
