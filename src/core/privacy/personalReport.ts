import { counted, formatCount } from '../text/formatCount.ts';
import { kindsIn, type PersonalSurvey } from './anonymize.ts';
import { type PersonalKind, personalKinds } from './personalKinds.ts';

/** What is said of personal data: what was found and what became of it. It never says that there is none. */
export function personalReport(
  { counts }: PersonalSurvey,
  undecided: readonly PersonalKind[],
  { keep, suspected }: { readonly keep: readonly string[]; readonly suspected?: 'replace' | 'keep' },
): readonly string[] {
  const found = kindsIn(counts);
  const searched =
    'Names and addresses are looked for in English, German, French, Spanish, Italian, Dutch, Polish and Portuguese, where people write their own. Look at the file before you commit it.';
  if (found.length === 0) return ['No personal data was found.', searched];
  const lines = found.map((kind) => {
    const { places, values } = counts[kind] ?? { places: 0, values: 0 };
    const { name, isSure } = personalKinds[kind];
    const isKept = keep.includes(kind) || (!isSure && suspected === 'keep');
    const became = undecided.length > 0 ? (isSure ? 'found' : 'suspected') : isKept ? 'kept' : 'replaced';
    return `Personal data, ${became}: ${name} ${formatCount(values)} (${counted(places, 'place')}).`;
  });
  return [...lines, searched];
}
