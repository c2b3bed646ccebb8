import { isJsonObject, type JsonValue } from '../json.ts';
import { listAt } from '../jsonRead.ts';
import { type LogisticModel, probabilityOf } from '../stats/logistic.ts';
import { requestFigures } from './requestFigures.ts';
import type { RequestClass } from './route.ts';
import type { RouteRequest } from './routeRequest.ts';

/** The chance that one target passes, and the threshold from which it is good enough. */
interface Chance {
  readonly model: LogisticModel;
  /** The threshold from 0 to 1; above 1 the target is never good enough. */
  readonly threshold: number;
}

/** The knowledge of a logistic classifier: the chances of the cheapest target and of the next one. */
export interface Difficulty {
  /** Words of prompts that count beside the figures of every request. */
  readonly words: readonly string[];
  readonly chances: readonly Chance[];
}

const classes = ['simple', 'standard'] as const;

/** The class of a request: simple when the cheapest target is likely enough to pass, standard when the next one is, and hard otherwise. */
export function classByDifficulty(request: RouteRequest, { words, chances }: Difficulty): RequestClass {
  const figures = requestFigures(request, words);
  const at = chances.findIndex(({ model, threshold }) => probabilityOf(model, figures) >= threshold);
  return classes[at] ?? 'hard';
}

/** Reads it; undefined for anything else, as in files from before it existed. */
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
