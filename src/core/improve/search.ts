import { defined } from '../jsonRead.ts';
import type { SearchEnding } from '../run/improveResult.ts';
import type { Fate, Phase, ProposalNote, Wording } from '../run/proposal.ts';
import { checkEdit, type EditFault, mostWordsOf } from './checkEdit.ts';
import type { ImproveRow } from './improveRow.ts';
import type { Ledger } from './ledger.ts';
import { addedLines, bodyIn, bodyOf, countWords, withBody } from './promptBody.ts';
import { proofCalls, reservedDraws } from './proofCalls.ts';
import { type Proposal, readProposal } from './readProposal.ts';
import { marksOf, type Reflection, reflectionMessages, type ShownRow } from './reflectRequest.ts';
import type { ChainLink, ImproveTask, SearchEnd, Steps } from './searchTask.ts';
import type { RowAnswer } from './steps.ts';

const mostShown = 8;
const mostPassingShown = 3;
/** What an edit has to bring on the shown rows together, in rows, where it passes none of them. */
const leastMended = 0.4;
/** What an edit has to bring on all working rows, in rows: less is within what a mere rewording brings. */
export const leastGained = 0.5;
/** What an edit may lose on the choosing rows, in rows: these are few, and a mere rewording moves one of them either way. */
export const mostChosenLost = 1;
/** A line goes where the rows do no worse than by this without it, in rows. */
const mostLost = 0.5;
/** Edits that make the prompt longer than this, against the start, are looked through for lines that bring nothing. */
const shortEnough = 1.3;
/** How often the working rows are asked on the best wording at most, to find what still fails. */
const mostLooks = 3;
/** So many of the shown rows are asked first. */
const fewShown = 4;
/** So many proposals in a row without a better prompt end the search; one that needs no task call counts half. */
const patience = 40;
/** So many reflections without any answer end it. */
const mostSilent = 3;
/** A model that sees no common cause in so many requests with other rows each is believed. */
const mostCauseless = 3;
/** So many answers in a row without a prompt in them: the next ones would be paid for nothing. */
const mostFormless = 8;

/** Searches a better wording on the working and choosing rows. It never sees a held-out row. */
export function* search(task: ImproveTask, ledger: Ledger): Steps<SearchEnd> {
  return yield* new Search(task, ledger).run();
}

interface Candidate {
  readonly wording: Wording;
  readonly cause: string;
  readonly number: number;
}

/** An edit that was proposed before. One that mended rows and was no better on the whole may have had bad luck: it is judged again. */
interface Tried {
  readonly candidate?: Candidate;
  readonly fate?: Fate;
}

interface Judged {
  readonly fate: Fate;
  readonly reason: string;
  readonly fixed: number;
  readonly broke: number;
}

class Search {
  readonly #task: ImproveTask;
  readonly #ledger: Ledger;
  readonly #start: Wording;
  readonly #rows: ReadonlyMap<string, ImproveRow>;
  readonly #tried = new Map<string, Tried>();
  readonly #proposals: ProposalNote[] = [];
  readonly #chain: ChainLink[] = [];
  readonly #reserve: number;
  #best: Wording;
  #wordings = 0;
  #reflections = 0;
  #idle = 0;
  #silent = 0;
  #causeless = 0;
  #formless = 0;

  constructor(task: ImproveTask, ledger: Ledger) {
    this.#task = task;
    const rows = new Map(task.rows.map((row) => [row.id, row]));
    this.#rows = rows;
    this.#ledger = ledger;
    this.#start = { number: 0, text: task.start.text };
    this.#best = this.#start;
    this.#tried.set(plain(bodyOf(task.start)), {});
    this.#reserve = proofCalls(task, reservedDraws(task));
  }

  *run(): Steps<SearchEnd> {
    const { split } = this.#task;
    const rows = [...split.working, ...split.choosing].filter((row) => !this.#ledger.last(this.#start, row));
    yield* this.#ask(this.#start, rows, 'start');
    let ended = this.#whyOver();
    while (!ended) {
      yield* this.#round();
      ended = this.#whyOver();
      if (ended === 'nothing-fails') ended = yield* this.#lookAgain();
    }
    yield* this.#trim();
    const found = { start: this.#start, best: this.#best, chain: this.#chain, proposals: this.#proposals };
    return { ...found, wordings: this.#wordings, ledger: this.#ledger, ended };
  }

  #whyOver(): SearchEnding | undefined {
    if (this.#failing().length === 0) return 'nothing-fails';
    if (this.#silent >= mostSilent) return 'no-answer';
    if (this.#causeless >= mostCauseless) return 'no-cause';
    if (this.#formless >= mostFormless) return 'no-form';
    if (this.#idle >= patience) return 'patience';
    // One more round is a reflection and the shown rows.
    return this.#room < 1 + Math.min(mostShown, this.#failing().length) ? 'budget' : undefined;
  }

  /** Where no working row fails any more, they are asked once more: some faults show only now and then. */
  *#lookAgain(): Steps<SearchEnding | undefined> {
    const { working } = this.#task.split;
    const isLookedAt = working.every((row) => this.#ledger.all(this.#best, row).length >= mostLooks);
    // A proof with all its draws is worth more than a fault that hardly ever shows.
    const canProve = this.#ledger.left - 3 * working.length >= proofCalls(this.#task, this.#task.draws);
    if (isLookedAt || this.#best === this.#start || !canProve) return 'nothing-fails';
    yield* this.#ask(this.#best, working, 'working');
    return this.#whyOver();
  }

  /** Takes out lines that the search added and that bring nothing, the longest first. */
  *#trim(): Steps<void> {
    const before = bodyOf(this.#task.start);
    const rows = [...this.#task.split.working, ...this.#task.split.choosing];
    const lines = [...addedLines(before, this.#bodyOf(this.#best))].sort(
      (left, right) => countWords(right) - countWords(left),
    );
    for (const line of lines) {
      const isShort = countWords(this.#bodyOf(this.#best)) <= shortEnough * countWords(before);
      if (isShort || this.#room < mostShown) return;
      const body = this.#bodyOf(this.#best)
        .split('\n')
        .filter((each) => each !== line)
        .join('\n');
      if (plain(body) === plain(before) || this.#checked(body)) continue;
      yield* this.#tryWithout(body, rows);
    }
  }

  *#tryWithout(body: string, rows: readonly string[]): Steps<void> {
    // The search may have come from there: then it is known how that did.
    const known = this.#tried.get(plain(body))?.candidate?.wording;
    const wording = known ?? { number: ++this.#wordings, text: withBody(this.#task.start, body) };
    // The rows that the edits mended show whether the line was needed; the start passed the others without it.
    const mended = rows
      .filter((row) => this.#ledger.rate(this.#start, row) < this.#ledger.rate(this.#best, row))
      .slice(0, mostShown);
    yield* this.#ask(wording, mended, 'trim');
    if (this.#mended(wording, mended) < -mostLost) return;
    this.#best = wording;
    const cause = this.#chain.pop()?.cause ?? '';
    const at = this.#chain.findIndex((link) => link.wording.number === wording.number);
    // Without the line it may be what it was some edits before.
    if (at >= 0) this.#chain.length = at + 1;
    else this.#chain.push({ wording, cause });
  }

  get #room(): number {
    return this.#ledger.left - this.#reserve;
  }

  #failing(): readonly string[] {
    return this.#aimed(this.#task.split.working).filter((row) => this.#ledger.last(this.#best, row)?.passed === false);
  }

  /** The rows that the figure is of, where one is aimed at. */
  #aimed(rows: readonly string[]): readonly string[] {
    const { aim } = this.#task;
    return aim ? rows.filter((row) => aim.rows.has(row)) : rows;
  }

  *#round(): Steps<void> {
    const shown = this.#shownRows();
    const proposal = yield* this.#reflect({ failing: shown, passing: this.#passingRows() });
    this.#causeless = proposal?.type === 'no-change' ? this.#causeless + 1 : 0;
    this.#formless = proposal?.type === 'no-form' ? this.#formless + 1 : 0;
    const candidate = yield* this.#candidateOf(proposal);
    if (!candidate) return;
    yield* this.#tellOf(candidate);
    const judged = yield* this.#judge(
      candidate,
      shown.map(({ row }) => row.id),
    );
    this.#tried.set(plain(this.#bodyOf(candidate.wording)), { candidate, fate: judged.fate });
    if (judged.fate === 'kept') {
      this.#best = candidate.wording;
      this.#chain.push(candidate);
      this.#idle = 0;
    } else this.#idle++;
    yield* this.#note({ ...judged, ...candidate, text: candidate.wording.text, wording: candidate.wording.number });
  }

  /** Failing rows of several kinds, those of the commonest kind first in turn. */
  #shownRows(): readonly ShownRow[] {
    const kinds = [...Map.groupBy(this.#failing(), (row) => this.#kindOf(row)).values()].sort(
      (left, right) => right.length - left.length,
    );
    const turned = kinds.map((rows) => rotate(rows, this.#reflections));
    const longest = Math.max(0, ...turned.map(({ length }) => length));
    const ordered = Array.from({ length: longest }, (_, index) => turned.flatMap((rows) => rows[index] ?? [])).flat();
    return ordered.slice(0, mostShown).flatMap((row) => this.#shown(row));
  }

  #passingRows(): readonly ShownRow[] {
    const passing = this.#task.split.working.filter((row) => this.#ledger.last(this.#best, row)?.passed === true);
    return rotate(passing, this.#reflections)
      .slice(0, mostPassingShown)
      .flatMap((row) => this.#shown(row));
  }

  #shown(id: string): readonly ShownRow[] {
    const [row, last] = [this.#rows.get(id), this.#ledger.last(this.#best, id)];
    return row && last ? [{ row, answer: last.answer, reasons: last.reasons }] : [];
  }

  /** What went wrong with a row, without its own values. */
  #kindOf(row: string): string {
    const stratum = this.#rows.get(row)?.stratum ?? '';
    const reasons = this.#ledger.last(this.#best, row)?.reasons ?? [];
    return `${stratum} ${reasons.join(' ').replace(/"[^"]*"|\d+/g, '')}`;
  }

  *#reflect(shown: Pick<Reflection, 'failing' | 'passing'> & Partial<Reflection>): Steps<Proposal | undefined> {
    const number = ++this.#reflections;
    const body = shown.body ?? this.#bodyOf(this.#best);
    const reflection = {
      seed: this.#task.seed,
      number,
      body,
      mostWords: mostWordsOf(bodyOf(this.#task.start)),
      tried: this.#proposals.filter(({ cause }) => cause !== ''),
      ...defined({ isRubric: this.#task.isRubric }),
      ...shown,
    };
    const result = yield { type: 'reflect', number, messages: reflectionMessages(reflection) };
    if (result.type !== 'text') return undefined;
    this.#ledger.reflected(result.account);
    this.#silent = result.text === undefined ? this.#silent + 1 : 0;
    return result.text === undefined ? undefined : readProposal(result.text, marksOf(reflection));
  }

  /** The edit as a wording, once every check that needs no call has let it through. */
  *#candidateOf(proposal: Proposal | undefined): Steps<Candidate | undefined> {
    if (proposal?.type !== 'edit') {
      yield* this.#drop(unusable(proposal), '');
      return undefined;
    }
    const fault = this.#faultOf(proposal.body);
    if (fault?.fate !== 'too-long') return yield* this.#admit(proposal, fault);
    // A long proposal may hold a right rule, so it is asked to be shortened once.
    this.#tried.set(plain(proposal.body), {});
    const shorter = yield* this.#reflect({ failing: [], passing: [], tried: [], body: proposal.body, shorter: true });
    if (shorter?.type !== 'edit') return yield* this.#admit(proposal, fault);
    return yield* this.#admit({ ...shorter, cause: proposal.cause }, this.#faultOf(shorter.body));
  }

  *#admit(
    { body, cause }: Extract<Proposal, { type: 'edit' }>,
    fault: EditFault | undefined,
  ): Steps<Candidate | undefined> {
    const again = this.#tried.get(plain(body));
    if (again?.candidate && again.fate !== 'kept' && again.candidate.wording !== this.#best)
      return { ...again.candidate, number: this.#reflections };
    if (fault) {
      if (!again) this.#tried.set(plain(body), {});
      yield* this.#drop(fault, cause);
      return undefined;
    }
    const wording = { number: ++this.#wordings, text: withBody(this.#task.start, body) };
    return { wording, cause, number: this.#reflections };
  }

  *#tellOf({ wording, cause, number }: Candidate): Steps<void> {
    const proposal = { number, wording: wording.number, cause, text: wording.text };
    yield { type: 'tell', event: { type: 'proposal-made', proposal } };
  }

  #faultOf(body: string): EditFault | undefined {
    if (this.#tried.has(plain(body))) return { fate: 'repeated', reason: 'It was tried before.' };
    return this.#checked(body);
  }

  #checked(body: string): EditFault | undefined {
    const { start, rows } = this.#task;
    return checkEdit(body, { start, rows, mostWords: mostWordsOf(bodyOf(start)) });
  }

  *#drop(fault: EditFault, cause: string): Steps<void> {
    this.#idle += 0.5;
    yield* this.#note({ number: this.#reflections, ...fault, cause, fixed: 0, broke: 0 });
  }

  /** The heats: the shown failing rows, the other working rows, the choosing rows. Each costs more than the one before. */
  *#judge({ wording }: Candidate, shown: readonly string[]): Steps<Judged> {
    const { working, choosing } = this.#task.split;
    const few = shown.slice(0, fewShown);
    yield* this.#ask(wording, few, 'shown');
    const isHopeless = this.#mended(wording, few) < leastMended && this.#ledger.passes(wording, few) === 0;
    if (!isHopeless) yield* this.#ask(wording, shown.slice(fewShown), 'shown');
    const fixed = this.#ledger.passes(wording, shown);
    if (isHopeless || (fixed === 0 && this.#mended(wording, shown) < leastMended))
      return { fate: 'mends-nothing', reason: 'It mends none of the rows that it was shown.', fixed, broke: 0 };
    // The shown rows were chosen because they failed. Asked again, some pass by themselves, which is no merit of the edit.
    const once = shown.filter((row) => this.#ledger.all(this.#best, row).length < 2);
    yield* this.#ask(this.#best, once, 'shown');
    if (this.#ledger.score(wording, shown) <= this.#ledger.score(this.#best, shown)) {
      const reason = 'The prompt as it was does as well on the shown rows when it is asked again.';
      return { fate: 'mends-nothing', reason, fixed, broke: 0 };
    }
    const rest = working.filter((row) => !shown.includes(row));
    if (this.#room < rest.length + choosing.length)
      return { fate: 'no-better', reason: 'The budget did not reach to the other rows.', fixed, broke: 0 };
    yield* this.#ask(wording, rest, 'working');
    const broke = rest.filter((row) => this.#ledger.rate(wording, row) < this.#ledger.rate(this.#best, row)).length;
    const gained = this.#ledger.score(wording, working) - this.#ledger.score(this.#best, working);
    if (gained < leastGained || this.#mended(wording, this.#aimed(working)) < leastGained)
      return { fate: 'no-better', reason: 'It breaks as many working rows as it mends.', fixed, broke };
    yield* this.#ask(wording, choosing, 'choosing');
    const chosen = this.#ledger.score(wording, choosing) - this.#ledger.score(this.#best, choosing);
    if (gained + chosen < leastGained || chosen < -mostChosenLost)
      return { fate: 'worse-elsewhere', reason: 'It is worse on rows that it was not made for.', fixed, broke };
    return { fate: 'kept', reason: 'It is better on the working rows and no worse on others.', fixed, broke };
  }

  /** What an edit brings on these rows over the best wording, in rows. */
  #mended(wording: Wording, rows: readonly string[]): number {
    return this.#ledger.score(wording, rows) - this.#ledger.score(this.#best, rows);
  }

  *#ask(wording: Wording, rows: readonly string[], phase: Phase): Steps<readonly RowAnswer[]> {
    if (rows.length === 0) return [];
    const asks = this.#ledger.next(wording, rows);
    return this.#ledger.take(asks, yield { type: 'ask', phase, asks });
  }

  *#note(note: ProposalNote): Steps<void> {
    const { number, wording, fate, reason, cause, text, fixed, broke } = note;
    const plainNote = {
      number,
      fate,
      reason,
      cause,
      fixed,
      broke,
      ...(wording === undefined ? {} : { wording }),
      ...(text === undefined ? {} : { text }),
    };
    this.#proposals.push(plainNote);
    yield { type: 'tell', event: { type: 'proposal-judged', proposal: plainNote } };
  }

  #bodyOf({ text }: Wording): string {
    return bodyIn(this.#task.start, text);
  }
}

function unusable(proposal: Proposal | undefined): EditFault {
  if (proposal === undefined) return { fate: 'no-answer', reason: 'The reflecting model gave no answer.' };
  return proposal.type === 'no-change'
    ? { fate: 'no-change', reason: 'The reflecting model sees no common cause.' }
    : { fate: 'no-form', reason: 'The answer holds no prompt in the form that was asked for.' };
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function plain(body: string): string {
  return body.replace(/\s+/g, ' ').trim();
}
