import { mostExamples } from '../run/improveHead.ts';
import type { ProposalNote, Wording } from '../run/proposal.ts';
import { counted } from '../text/formatCount.ts';
import { checkEdit } from './checkEdit.ts';
import { exampleBlock, type PromptExample, withBlock } from './exampleBlock.ts';
import type { ImproveRow } from './improveRow.ts';
import { bodyIn, countWords, withBody } from './promptBody.ts';
import { proofCalls, reservedDraws } from './proofCalls.ts';
import { leastGained, mostChosenLost } from './search.ts';
import type { ImproveTask, SearchEnd, Steps } from './searchTask.ts';
import type { RowAnswer } from './steps.ts';

/** A longer row would make every call dear. */
const mostWordsOfExample = 80;

/** A row that can be an example. */
interface ExampleRow extends PromptExample {
  readonly row: ImproveRow;
  readonly isFailing: boolean;
}

/**
 * Tries rows to work on as examples in the best wording, those of the kinds that fail first: as many as are wished, then half of them. They
 * are judged by the rows that are no examples, and stay where those do better.
 */
export function* addExamples(task: ImproveTask, end: SearchEnd): Steps<SearchEnd> {
  const rows = exampleRows(task, end);
  const isFailing = ({ best, ledger }: SearchEnd) =>
    task.split.working.some((row) => ledger.last(best, row)?.passed === false);
  if (!isFailing(end)) return end;
  let found = end;
  for (const count of new Set([rows.length, Math.ceil(rows.length / 2)])) {
    if (count === 0 || found.best !== end.best) break;
    found = yield* tryExamples(task, found, rows.slice(0, count));
  }
  return found;
}

/** The rows that can be examples: the kind of which most fail first, every kind in turn, its shortest row first. */
function exampleRows({ rows, split, examples = 0 }: ImproveTask, { ledger, best }: SearchEnd): readonly ExampleRow[] {
  const working = new Set(split.working);
  const usable = rows.filter(({ id }) => working.has(id)).flatMap((row) => exampleOf(row, ledger.last(best, row.id)));
  const failing = (kind: readonly ExampleRow[]) => kind.filter(({ isFailing }) => isFailing).length;
  const kinds = [...Map.groupBy(usable, ({ row }) => row.stratum).values()]
    .map((kind) => kind.toSorted((left, right) => countWords(left.input) - countWords(right.input)))
    .toSorted((left, right) => failing(right) - failing(left));
  const longest = Math.max(0, ...kinds.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, index) => kinds.flatMap((kind) => kind[index] ?? [])).flat();
  return inTurn.slice(0, Math.min(examples, mostExamples));
}

/** The row with its right answer: the one that is expected where that is one text, else the one that passed. */
function exampleOf(row: ImproveRow, last: RowAnswer | undefined): readonly ExampleRow[] {
  const [whole, ...others] = row.fragments.flatMap((fragment) => (fragment.type === 'whole' ? [fragment.text] : []));
  const expected = others.length === 0 ? whole : undefined;
  const answer = expected ?? (last?.passed === true ? last.answer : undefined);
  // Braces in a row would be read as tags of the template.
  const isPlain = !/\{[{%#]/.test(row.input + answer);
  if (answer === undefined || !isPlain || countWords(row.input + answer) > mostWordsOfExample) return [];
  return [{ row, input: row.input, answer, isFailing: last?.passed === false }];
}

function* tryExamples(task: ImproveTask, end: SearchEnd, examples: readonly ExampleRow[]): Steps<SearchEnd> {
  const { best, ledger, wordings } = end;
  const before = bodyIn(task.start, best.text);
  const body = withBlock(before, exampleBlock(examples));
  const used = new Set(examples.map(({ row }) => row.id));
  const rest = [...task.split.working.filter((row) => !used.has(row)), ...task.split.choosing];
  const unasked = rest.filter((row) => !ledger.last(best, row));
  const room = ledger.left - proofCalls(task, reservedDraws(task));
  // Only the template is looked at: the rows are there on purpose, and so are their words.
  const isWrong = checkEdit(body, { start: task.start, rows: [], mostWords: Number.POSITIVE_INFINITY });
  if (isWrong || rest.length === 0 || room < rest.length + unasked.length) return end;

  const wording: Wording = { number: wordings + 1, text: withBody(task.start, body) };
  const number = 1 + Math.max(0, ...end.proposals.map((each) => each.number));
  const cause = `${counted(examples.length, 'example')} from the rows to work on, ${counted(countWords(body) - countWords(before), 'word')} more in every call.`;
  const proposal = { number, wording: wording.number, cause, text: wording.text };
  yield { type: 'tell', event: { type: 'proposal-made', proposal } };
  for (const [asked, rows] of [
    [best, unasked],
    [wording, rest],
  ] as const) {
    const asks = ledger.next(asked, rows);
    ledger.take(asks, yield { type: 'ask', phase: 'examples', asks });
  }
  const note: ProposalNote = { ...proposal, ...judge(task, end, { wording, rest }) };
  yield { type: 'tell', event: { type: 'proposal-judged', proposal: note } };
  const told = { ...end, wordings: wording.number, proposals: [...end.proposals, note] };
  return note.fate === 'kept' ? { ...told, best: wording, chain: [...end.chain, { wording, cause }] } : told;
}

type Judged = Pick<ProposalNote, 'fate' | 'reason' | 'fixed' | 'broke'>;

function judge(
  { split }: ImproveTask,
  { best, ledger }: SearchEnd,
  { wording, rest }: { readonly wording: Wording; readonly rest: readonly string[] },
): Judged {
  const gained = (rows: readonly string[]) => ledger.score(wording, rows) - ledger.score(best, rows);
  const change = (row: string) => ledger.rate(wording, row) - ledger.rate(best, row);
  const counts = {
    fixed: rest.filter((row) => change(row) > 0).length,
    broke: rest.filter((row) => change(row) < 0).length,
  };
  if (gained(rest) >= leastGained && gained(split.choosing) >= -mostChosenLost)
    return { fate: 'kept', reason: 'Rows that are no examples do better with them.', ...counts };
  return { fate: 'no-better', reason: 'Rows that are no examples do no better with them.', ...counts };
}
