/** The number of the old prompt of a port. */
export const promiseNumber = -1;

/** The id of the column of a wording; `target` is the target that it is asked of. */
export function wordingColumn(target: string, number: number): string {
  if (number === promiseNumber) return `${target}, before`;
  return `${target}, ${number === 0 ? 'start' : `edit ${number}`}`;
}

/** The id of the column of the reflecting model, given as `provider/model`. */
export function reflectColumn(model: string): string {
  return `reflecting, ${model}`;
}
