import { isJsonObject, type JsonValue } from '../json.ts';
import { listAt } from '../jsonRead.ts';
import { type LogisticModel, probabilityOf } from '../stats/logistic.ts';
import { requestFigures } from './requestFigures.ts';
import type { RequestClass } from './route.ts';
import type { RouteRequest } from './routeRequest.ts';

/** How likely one target passes, and from where on that is good enough. */
interface Chance {
  readonly model: LogisticModel;
  /** 0 to 1; above 1: never. */
  readonly threshold: number;
}

/** What a logistic classifier learnt: the chances of the cheapest target and of the next one. */
export interface Difficulty {
  /** Words of prompts that count beside the figures of every request. */
  readonly words: readonly string[];
  readonly chances: readonly Chance[];
}

const classes = ['simple', 'standard'] as const;

/** Simple is what the cheapest target is likely enough to do, standard what the next one is, hard the rest. */
export function classByDifficulty(request: RouteRequest, { words, chances }: Difficulty): RequestClass {
  const figures = requestFigures(request, words);
  const at = chances.findIndex(({ model, threshold }) => probabilityOf(model, figures) >= threshold);
  return classes[at] ?? 'hard';
}

/** Undefined for what is none, as in files from before there was one. */
export function readDifficulty(value: JsonValue | undefined): Difficulty | undefined {
  if (!isJsonObject(value)) return undefined;
  const words = listAt(value, 'words').filter((word) => typeof word === 'string');
  const chances = listAt(value, 'chances').flatMap((item) => readChance(item) ?? []);
  return chances.length === 0 ? undefined : { words, chances };
}

function readChance(item: JsonValue): Chance | undefined {
  if (!isJsonObject(item) || !isJsonObject(item['model']) || typeof item['threshold'] !== 'number') return undefined;
  const { model, threshold } = item;
  const numbers = (key: string) => listAt(model, key).filter((entry) => typeof entry === 'number');
  const [means, scales, weights] = [numbers('means'), numbers('scales'), numbers('weights')];
  const isWhole = means.length === scales.length && means.length === weights.length;
  const bias = model['bias'];
  return isWhole && typeof bias === 'number' ? { model: { means, scales, weights, bias }, threshold } : undefined;
}
