/** A target as far as a check can name it. */
export interface NamedTarget {
  readonly id: string;
  /** `provider/model`. */
  readonly model: string;
}

/** The target that a name means: its own name, or its model, with or without the provider, where only one target has it. */
export function namedTarget<Target extends NamedTarget>(name: string, targets: readonly Target[]): Target | undefined {
  const own = targets.find(({ id }) => id === name);
  if (own) return own;
  const ofModel = targets.filter(({ model }) => model === name || model.endsWith(`/${name}`));
  return ofModel.length === 1 ? ofModel[0] : undefined;
}
