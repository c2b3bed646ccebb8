import type { PreferenceReading, Preferred } from './verdict.ts';

/** What one judge says in both orders together: a choice that changes with the order is none. */
export function strictPreference({ asked }: Pick<PreferenceReading, 'asked'>): Preferred {
  return asked && asked.whenFirst === asked.whenSecond ? asked.whenFirst : 'tie';
}

/** True where a judge chose what stood first both times, or what stood second: chance, or a liking for a place. */
export function isFlip({ asked }: Pick<PreferenceReading, 'asked'>): boolean {
  return (
    asked !== undefined &&
    asked.whenFirst !== 'tie' &&
    asked.whenSecond !== 'tie' &&
    asked.whenFirst !== asked.whenSecond
  );
}

/** What several say together: what more than half of them say, else a tie. */
export function jointPreference(choices: readonly Preferred[]): Preferred {
  const count = (wanted: Preferred) => choices.filter((choice) => choice === wanted).length;
  if (count('own') * 2 > choices.length) return 'own';
  return count('base') * 2 > choices.length ? 'base' : 'tie';
}

/** What those judges say who stick to their choice in both orders; what all say where none does. */
export function firmReadings<Reading extends Pick<PreferenceReading, 'asked'>>(
  readings: readonly Reading[],
): readonly Reading[] {
  const firm = readings.filter((reading) => !isFlip(reading));
  return firm.length > 0 ? firm : readings;
}

/**
 * What the judges of one pair say together. One that changed its mind with the order has nothing to say beside others that did not; by itself
 * it says that there is no difference.
 */
export function jointOfJudges(readings: readonly Pick<PreferenceReading, 'asked'>[]): Preferred {
  return jointPreference(firmReadings(readings).map(strictPreference));
}

/** The same choice, as the other answer sees it. */
export function mirrored(choice: Preferred): Preferred {
  return choice === 'own' ? 'base' : choice === 'base' ? 'own' : 'tie';
}
