import type { Column } from './columns.ts';

/** Who answered in place of the model that was asked. */
export interface ServedModel {
  readonly name: string;
  readonly requested: string;
  /** A dated name of the same model, not another one. */
  readonly isDated: boolean;
}

/** Undefined where the model itself answered, or nobody did. A route says by itself who served. */
export function servedOf({ cell, model }: Pick<Column, 'cell' | 'model'>): ServedModel | undefined {
  const name = cell?.routed ? undefined : cell?.servedModel;
  const requested = model.slice(model.indexOf('/') + 1);
  if (name === undefined || name === requested || name === model) return undefined;
  const isDated = name.startsWith(requested) && /^[-@:.]v?\d[-.\d]*$/.test(name.slice(requested.length));
  return { name, requested, isDated };
}
