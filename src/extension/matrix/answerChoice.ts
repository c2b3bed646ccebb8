import { randomUUID } from 'node:crypto';
import { PolypromptError } from '../../core/errors.ts';
import { strictPreference } from '../../core/grading/jointPreference.ts';
import { defined } from '../../core/jsonRead.ts';
import { type ChoicePair, choicePairs } from '../../core/judges/choicePairs.ts';
import type { ChoiceView, ChosenPair, ShownPair } from '../../core/judges/choiceView.ts';
import { type ChoiceLine, currentChoices, type PersonChoice, pairKey } from '../../core/people/choiceLines.ts';
import { preferencesIn } from '../../core/results/preferenceFigures.ts';
import { addChoice, readChoices } from '../../node/people/verdictFile.ts';
import { knownName, nameFor } from '../services/personHere.ts';
import type { MatrixPlace } from './matrixPlace.ts';
import { Sitting } from './sitting.ts';

/** How many pairs one sitting has at most. */
const sittingSize = 60;

/** A person's way through pairs of answers to the same case, without knowing who gave which. */
export class AnswerChoice {
  readonly #place: MatrixPlace;
  readonly #sitting: Sitting<ChoicePair, PersonChoice>;
  #last: ChosenPair | undefined;

  private constructor(place: MatrixPlace, pairs: readonly ChoicePair[]) {
    this.#place = place;
    this.#sitting = new Sitting(pairs);
  }

  /**
   * Begins at the first pair that this person has not chosen at yet, in the part of the pairs where that stands. Throws `invalid-arguments`
   * where there is no pair.
   */
  static async start(place: MatrixPlace): Promise<AnswerChoice> {
    const { feed } = place;
    // The suite, not the run: the same pair stands at the same place, and on the same sides, in the next run.
    const all = feed ? choicePairs(feed.paired, feed.session.state.prompt) : [];
    if (all.length === 0)
      throw new PolypromptError(
        'invalid-arguments',
        'There are no two different answers to one case to choose between.',
        {
          hint: 'Run the suite with a second model, or compare with HEAD.',
        },
      );
    const own = await ownChoices(place);
    const open = Math.max(
      0,
      all.findIndex(({ key }) => !own.has(key)),
    );
    const start = open - (open % sittingSize);
    const choice = new AnswerChoice(place, all.slice(start, start + sittingSize));
    choice.#takeOwn(own);
    choice.#sitting.goOn();
    return choice;
  }

  get runId(): string | undefined {
    return this.#place.feed?.session.runId;
  }

  get view(): ChoiceView {
    return { pair: this.#shownPair(), ...this.#sitting.progress, ...defined({ last: this.#last }) };
  }

  /** Keeps a choice about the pair that was shown, and goes on to the next open one. */
  async choose(item: string, choice: PersonChoice): Promise<void> {
    const pair = this.#sitting.shown(item);
    if (!pair) return;
    await this.#keep(pair, choice);
    this.#last = this.#reveal(pair, choice);
    this.#sitting.judge(choice);
  }

  /** Takes the last choice of this sitting back and shows its pair again. */
  async undo(): Promise<void> {
    const pair = this.#sitting.undo();
    if (pair) await this.#keep(pair, null);
    this.#last = undefined;
  }

  /** Goes to another pair without a choice. */
  move(step: 1 | -1): void {
    this.#sitting.move(step);
    this.#last = undefined;
  }

  async #keep(pair: ChoicePair, choice: PersonChoice | null): Promise<void> {
    const { services, suite, feed } = this.#place;
    if (!feed) return;
    const { left, right, criterion, caseId, seed } = pair;
    addChoice(services.storageFor(suite), feed.session.state.prompt, {
      kind: 'choice',
      id: randomUUID(),
      left: left.digest,
      right: right.digest,
      choice,
      seed,
      by: await nameFor(suite),
      at: new Date(services.environment.clock.wallTime()).toISOString(),
      ...defined({ criterion }),
      caseId,
      targets: [left.target, right.target],
    });
  }

  #takeOwn(own: ReadonlyMap<string, ChoiceLine>): void {
    for (const [index, pair] of this.#sitting.things.entries()) {
      const line = own.get(pair.key);
      if (line?.choice)
        this.#sitting.remember(index, line.left === pair.left.digest ? line.choice : turned(line.choice));
    }
  }

  #shownPair(): ShownPair | null {
    const { feed } = this.#place;
    const { thing: pair, item, said } = this.#sitting;
    const row = pair && feed?.row(pair.caseId);
    if (!pair || !row) return null;
    return {
      item,
      vars: row.vars,
      left: pair.left.text,
      right: pair.right.text,
      ...defined({
        criterion: pair.criterion,
        description: feed?.cases.get(pair.caseId)?.testCase.description,
        own: said,
      }),
    };
  }

  #reveal(pair: ChoicePair, choice: PersonChoice): ChosenPair {
    const own = pair[pair.own];
    const base = pair[pair.own === 'left' ? 'right' : 'left'];
    const cell = this.#place.feed?.answer({ caseId: pair.caseId, target: own.target, repeat: pair.repeat });
    const readings = (cell?.verdict?.checks ?? [])
      .flatMap(preferencesIn)
      .filter((reading) => reading.name === pair.criterion && reading.base === base.target);
    const judges = readings.flatMap((reading) => {
      const said = strictPreference(reading);
      const liked = said === 'own' ? own.target : said === 'base' ? base.target : null;
      return reading.asked ? [{ judge: reading.asked.judge, liked }] : [];
    });
    return { choice, left: pair.left.target, right: pair.right.target, judges };
  }
}

/** The choices of the person at this editor, by their pair. */
async function ownChoices({ services, suite, feed }: MatrixPlace): Promise<ReadonlyMap<string, ChoiceLine>> {
  const reader = await knownName(suite);
  if (!feed || reader === undefined) return new Map();
  const lines = readChoices(services.storageFor(suite), feed.session.state.prompt);
  const own = currentChoices(lines.filter(({ by }) => by === reader));
  return new Map(own.map((line) => [pairKey([line.left, line.right], line.criterion), line]));
}

function turned(choice: PersonChoice): PersonChoice {
  return choice === 'left' ? 'right' : choice === 'right' ? 'left' : choice;
}
