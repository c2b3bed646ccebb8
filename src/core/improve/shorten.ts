import type { Fate, ProposalNote, Wording } from '../run/proposal.ts';
import { checkEdit } from './checkEdit.ts';
import type { Ledger } from './ledger.ts';
import { bodyIn, bodyOf, countWords, withBody } from './promptBody.ts';
import { proofCalls } from './proofCalls.ts';
import type { ImproveTask, SearchEnd, Steps } from './searchTask.ts';

/** How much worse a shorter prompt may be, as a share of the rows, and still count as equal. */
export const shorterMargin = 0.05;
/** A sentence goes where the rows do no worse than by this without it, in rows. */
const mostLost = 0.5;
/** Shorter sentences are not worth the calls. */
const fewestWords = 4;

/**
 * Takes sentences out of the body, the longest first, as long as the working and choosing rows do as well without. No model proposes
 * anything: what a sentence is worth shows when it is gone.
 */
export function* shorten(task: ImproveTask, ledger: Ledger): Steps<SearchEnd> {
  const { start: opened, split } = task;
  const rows = [...split.working, ...split.choosing];
  const start = { number: 0, text: opened.text };
  const reserve = proofCalls(task, Math.min(task.draws, 2));
  const proposals: ProposalNote[] = [];
  let best: Wording = start;
  const chain = () => (best === start ? [] : [{ wording: best, cause: 'Sentences that bring nothing.' }]);
  const ask = function* (wording: Wording): Steps<void> {
    const asks = ledger.next(wording, rows);
    ledger.take(asks, yield { type: 'ask', phase: 'trim', asks });
  };
  yield* ask(start);
  let number = 0;
  const end = () => ({ start, best, chain: chain(), proposals, wordings: number, ledger });
  for (const sentence of sentencesOf(bodyOf(opened))) {
    if (ledger.left - reserve < rows.length) return { ...end(), ended: 'budget' };
    const body = without(bodyIn(opened, best.text), sentence);
    if (checkEdit(body, { start: opened, rows: task.rows, mostWords: countWords(bodyOf(opened)) })) continue;
    const wording = { number: ++number, text: withBody(opened, body) };
    const proposal = { number, wording: number, cause: `Without “${sentence}”`, text: wording.text };
    yield { type: 'tell', event: { type: 'proposal-made', proposal } };
    yield* ask(wording);
    const lost = ledger.score(best, rows) - ledger.score(wording, rows);
    const fate: Fate = lost <= mostLost ? 'kept' : 'no-better';
    if (fate === 'kept') best = wording;
    const reason =
      fate === 'kept' ? 'The rows do as well without this sentence.' : 'The rows do worse without this sentence.';
    const note = { ...proposal, fate, reason, fixed: 0, broke: 0 };
    proposals.push(note);
    yield { type: 'tell', event: { type: 'proposal-judged', proposal: note } };
  }
  return { ...end(), ended: 'patience' };
}

/** The sentences without a tag, the longest first. */
function sentencesOf(body: string): readonly string[] {
  const sentences = body.split('\n').flatMap((line) => line.split(/(?<=[.!?])\s+/));
  const plain = sentences.map((sentence) => sentence.trim()).filter((sentence) => !/\{\{|\}\}|:$/.test(sentence));
  return [...new Set(plain)]
    .filter((sentence) => countWords(sentence) >= fewestWords)
    .sort((left, right) => countWords(right) - countWords(left));
}

/** The body without every place of a sentence, and without the line that it leaves empty. */
function without(body: string, sentence: string): string {
  const lines = body.split('\n').flatMap((line) => {
    if (!line.includes(sentence)) return [line];
    const rest = line.replaceAll(sentence, '').replace(/ {2,}/g, ' ').trim();
    return rest === '' ? [] : [rest];
  });
  return lines.join('\n');
}
