import { bareName } from '../providers/contract/capabilities.ts';
import type { CellState } from './cellState.ts';
import { isServedByFallback } from './routed.ts';

/** The model that answered, where its name is not the one that was asked for. */
export interface ServedModel {
  readonly name: string;
  readonly requested: string;
  /** True when it is the model that was asked, under another name of its own: a dated one, or the one behind a group of a proxy. */
  readonly isSame: boolean;
}

type Served = Pick<CellState, 'servedModel' | 'isFallback' | 'routed'>;

/** The serving model; undefined where the name is the same, or nobody answered. `model` is `provider/model`, as it was asked. */
export function servedOf(cell: Served | undefined, model: string): ServedModel | undefined {
  const asked = cell?.routed ? cell.routed.served : model;
  const name = cell?.servedModel;
  if (name === undefined || asked === null || name === asked) return undefined;
  const requested = asked.slice(asked.indexOf('/') + 1);
  if (name === requested) return undefined;
  return { name, requested, isSame: !(cell?.isFallback ?? isAnother(name, asked)) };
}

/** True where the answer is not of the target that was asked: a route's or a proxy's fallback, or a server that takes any name. */
export function isServedByAnother(cell: Served, model: string): boolean {
  if (cell.routed && isServedByFallback(cell.routed)) return true;
  return servedOf(cell, model)?.isSame === false;
}

/** The rest of a name that only tells the release of the same model: `-2026-08-06`, `@20260930`, `-preview-05-20`, `:latest`. */
const release =
  /^(?:[-@:](?:preview-?)?(?:\d{3,8}(?:-\d\d){0,2}|\d\d-(?:\d\d|\d{4}))?(?:-?v\d+(?::\d+)?)?|[:-]latest|\.gguf)$/;

function isAnother(name: string, asked: string): boolean {
  // A deployment at Azure has the name that its owner gave it.
  if (asked.startsWith('azure/')) return false;
  const served = plain(name);
  // The name `-latest`, or that of a variant of serving, is answered with the model's real name.
  const wanted = plain(asked).replace(/-latest$/, '');
  const isLatest = /-latest$/.test(asked);
  if (served === wanted || withoutVariant(served) === withoutVariant(wanted)) return false;
  if (!served.startsWith(wanted)) return !isLatest || !sameFamily(served, wanted);
  return !release.test(served.slice(wanted.length)) && !isLatest;
}

function plain(name: string): string {
  return bareName(name).toLowerCase();
}

/** The name without its variant: OpenRouter's `:free` and `:nitro`, Ollama's tags. */
function withoutVariant(name: string): string {
  return name.replace(/:[a-z]+$/, '');
}

/** True for names of one family: `gemini-flash-latest` may be any Flash of Gemini. */
function sameFamily(served: string, wanted: string): boolean {
  return wanted.split('-').every((word) => served.split('-').includes(word));
}
