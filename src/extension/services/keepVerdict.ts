import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { PersonMark } from '../../core/people/personMark.ts';
import type { VerdictLine } from '../../core/people/verdictLines.ts';
import { addVerdict } from '../../node/people/verdictFile.ts';
import { nameFor } from './personHere.ts';
import type { Services } from './services.ts';

/** An answer to a case of a suite, as a person sees it. */
export interface JudgedAnswer extends Pick<VerdictLine, 'caseId' | 'target' | 'criterion'> {
  readonly suite: vscode.Uri;
  /** The name of the suite in runs. */
  readonly run: string;
  /** Of the answer and what it was given for. */
  readonly digest: string;
}

/** Keeps what the person at this editor says of an answer, in the file of the suite. */
export async function keepVerdict(
  { storageFor, environment }: Services,
  { suite, run, digest, caseId, target, criterion }: JudgedAnswer,
  said: Pick<VerdictLine, 'verdict' | 'note' | 'heap' | 'chance'>,
): Promise<void> {
  const by = await nameFor(suite);
  addVerdict(storageFor(suite), run, {
    id: randomUUID(),
    answer: digest,
    by,
    at: new Date(environment.clock.wallTime()).toISOString(),
    ...defined({ caseId, target, criterion }),
    ...said,
  });
}

/** The verdict of before with a note that the person types; undefined where nothing was typed. Throws where there is no verdict yet. */
export async function withNote(
  own: PersonMark | undefined,
): Promise<Pick<VerdictLine, 'verdict' | 'note' | 'heap' | 'chance'> | undefined> {
  if (!own)
    throw new PolypromptError('invalid-arguments', 'A note goes with a verdict, and you have given none yet.', {
      hint: 'Say first whether the answer passes: p, f or u.',
    });
  const text = await vscode.window.showInputBox({ title: 'Note on This Answer', value: own.note ?? '' });
  if (text === undefined) return undefined;
  const { verdict, heap, chance } = own;
  return { verdict, ...defined({ heap, chance, note: text.trim() === '' ? undefined : text.trim() }) };
}
