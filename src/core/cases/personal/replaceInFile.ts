import type { PersonalSurvey } from '../../privacy/anonymize.ts';
import type { StandIns } from '../../privacy/standIns.ts';
import { ValuePlaces } from '../../privacy/valuePlaces.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { writtenForms } from './writtenForms.ts';

/** The edits that put stand-ins in the place of values wherever they are written in a file; everything else stays as it is. */
export function replaceInFile(
  text: string,
  replaced: PersonalSurvey['values'],
  standIns: StandIns,
): readonly TextEdit[] {
  const standIn = new Map(
    [...replaced].flatMap(([value, finding]) =>
      writtenForms(value).map((form) => [form, standIns.standIn(finding, value)] as const),
    ),
  );
  const edits: TextEdit[] = [];
  let at = 0;
  for (const piece of new ValuePlaces([...standIn.keys()]).pieces(text)) {
    const end = at + piece.text.length;
    if (piece.isValue) edits.push({ range: { start: at, end }, text: standIn.get(piece.text) ?? '' });
    at = end;
  }
  return edits;
}
