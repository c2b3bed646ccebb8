/** A setting as it was found, and a list for complaints about it. */
export interface FoundSetting {
  readonly id: string;
  readonly value: unknown;
  readonly complaints: string[];
}

/** A list of texts. Other values are left out with a complaint. */
export function textsOf({ id, value, complaints }: FoundSetting): readonly string[] {
  if (value === undefined || value === null) return [];
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  if (!Array.isArray(value) || texts.length < value.length)
    complaints.push(`${id} has to be a list of texts; what is none is left out.`);
  return texts;
}

/** One of a few words; the first of them unless another is set. */
export function wordOf<Word extends string>(
  { id, value, complaints }: FoundSetting,
  words: readonly [Word, ...Word[]],
): Word {
  const [first] = words;
  const found = words.find((word) => word === value);
  if (found === undefined && value !== undefined)
    complaints.push(`${id} has to be one of ${words.join(', ')}; ${first} is used.`);
  return found ?? first;
}

/** True unless the setting is switched off. */
export function isOn({ id, value, complaints }: FoundSetting): boolean {
  if (typeof value !== 'boolean' && value !== undefined)
    complaints.push(`${id} has to be true or false; true is used.`);
  return value !== false;
}
