import { PolypromptError } from '../../core/errors.ts';
import { Budget } from '../../core/pricing/budget.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { guessTokens, messageTokens } from '../../core/pricing/promptTokens.ts';
import { defaultLaneLimits } from '../../core/providers/lanes/laneLimits.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import type { PlannedCell } from '../../core/run/events.ts';
import type { ReplayRow } from '../../core/simulation/replayRows.ts';
import type { ToldClasses } from '../../core/simulation/toldClasses.ts';
import { counted } from '../../core/text/formatCount.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { askClasses, openQuestions } from '../../node/routes/askClasses.ts';
import { keepToldClasses } from '../../node/routes/toldClassFile.ts';
import { tell } from '../terminal/terminal.ts';
import type { CliContext } from './configuration.ts';

export interface ClassifierOptions {
  readonly yes?: true;
  /** Limit in USD for all questions. */
  readonly maxCost?: number;
}

interface Asking {
  readonly context: CliContext;
  readonly storage: string;
  readonly book: RouteBook;
  readonly route: string;
  readonly model: string;
  readonly options: ClassifierOptions;
}

/** USD above which nothing is asked without `--yes` or a limit, as for a run. */
const confirmAbove = 1;

/**
 * Asks a route's classifier about every request of the cases that it was not asked about yet. Says beforehand what that may cost, and keeps
 * each answer beside what the route learnt. Throws where some answers did not come; those that came are kept all the same.
 */
export async function askClassifier(rows: readonly ReplayRow[], asking: Asking): Promise<ToldClasses> {
  const { context, storage, route, model, options } = asking;
  const known = keepToldClasses(storage, route, new Map());
  const questions = openQuestions(model, rows, known);
  if (questions.size === 0) return known;
  agreeToQuestions(questions, asking);
  const cache = new ResponseCache(storage);
  const budget = options.maxCost === undefined ? {} : { budget: new Budget(options.maxCost) };
  const asked = await askClasses({ ...context, lanes: defaultLaneLimits, cache, ...budget }, model, questions);
  cache.close();
  const all = keepToldClasses(storage, route, asked.told);
  if (asked.told.size < questions.size) throw untold(asking, questions.size - asked.told.size, asked);
  return all;
}

function agreeToQuestions(questions: ReadonlyMap<string, PlannedCell>, { book, model, options }: Asking): void {
  const prices = [...questions.values()].map(({ messages }) => book.price(model, messageTokens(messages, guessTokens)));
  const isKnown = prices.every((price) => price !== undefined);
  const cost = prices.reduce<number>((sum, price) => sum + (price ?? 0), 0);
  const basis = model.startsWith('simulated/') ? 'simulated' : 'estimated';
  const said = isKnown ? `about ${formatMoney(cost)}, ${basis}` : 'price unknown';
  tell(`${inOneLine(`${model} is asked how hard ${counted(questions.size, 'request')} are: ${said}.`)}\n`);
  if (cost <= confirmAbove || options.yes || options.maxCost !== undefined) return;
  throw new PolypromptError('invalid-arguments', `Asking ${model} may cost ${formatMoney(cost)}.`, {
    hint: 'Agree with --yes, or set a limit with --max-cost.',
  });
}

function untold({ model }: Asking, count: number, { outcome, failure }: Awaited<ReturnType<typeof askClasses>>) {
  const why = outcome === 'budget' ? 'the limit of --max-cost was reached' : (failure ?? 'it was stopped');
  return new PolypromptError('incomplete', `${model} did not tell of ${counted(count, 'request')}: ${why}`, {
    hint: 'What it told is kept. Run the command again to ask about the rest.',
  });
}
