import { isFlip, strictPreference } from './jointPreference.ts';
import type { PreferenceReading } from './verdict.ts';

/** What a judge said of a pair in one sentence, with the judge's own reason where there is one. */
export function preferenceReason(reading: PreferenceReading, reason: string | undefined): string {
  const { base } = reading;
  const because = reason === undefined || reason.trim() === '' ? '.' : `: ${reason.trim()}`;
  if (isFlip(reading)) return `The judge's choice changed with the order, so it is a tie with ${base}.`;
  switch (strictPreference(reading)) {
    case 'own':
      return `Liked better than ${base} in both orders${because}`;
    case 'base':
      return `${base} is liked better in both orders${because}`;
    case 'tie':
      return isTwiceTied(reading)
        ? `No difference from ${base}${because}`
        : `The judge chose in one of both orders only, so it is a tie with ${base}.`;
  }
}

function isTwiceTied({ asked }: PreferenceReading): boolean {
  return asked?.whenFirst === 'tie' && asked.whenSecond === 'tie';
}
