import { isJsonObject, type JsonValue } from '../../json.ts';
import { kindsIn, type PersonalSurvey } from '../../privacy/anonymize.ts';
import { choiceOf, type PersonalChoices } from '../../privacy/personalChoices.ts';
import { personalKinds } from '../../privacy/personalKinds.ts';
import type { StandIns } from '../../privacy/standIns.ts';
import { ValuePlaces } from '../../privacy/valuePlaces.ts';
import type { KindView, PieceState, RowPiece, RowView } from './importPage.ts';

/** What was found, what a person has decided about it, and the stand-ins. */
export interface PersonalState {
  readonly survey: PersonalSurvey;
  readonly choices: PersonalChoices;
  readonly standIns: StandIns;
}

/** The values that are listed of each kind, and the rows that are shown; nobody reads more of them. */
const mostValues = 100;
export const mostRows = 200;
const mostLength = 4_000;

/** What was found, kind by kind, with the decision about each value. */
export function kindViews({ survey, choices, standIns }: PersonalState): readonly KindView[] {
  const byKind = Map.groupBy(survey.values, ([, { kind }]) => kind);
  return kindsIn(survey.counts).map((kind): KindView => {
    const { name, isSure } = personalKinds[kind];
    const values = byKind.get(kind) ?? [];
    return {
      kind,
      name,
      isSure,
      choice: choices.kinds[kind] ?? (isSure ? 'replace' : 'open'),
      places: survey.counts[kind]?.places ?? 0,
      values: values.slice(0, mostValues).map(([value, finding]) => ({
        value,
        standIn: standIns.standIn(finding, value),
        choice: choiceOf(choices, value, finding) ?? 'open',
      })),
      total: values.length,
    };
  });
}

/** Rows as they would be written, with marks at everything that was found. */
export function rowViews(rows: readonly JsonValue[], state: PersonalState): readonly RowView[] {
  const places = new ValuePlaces([...state.survey.values.keys()]);
  return rows.slice(0, mostRows).map((row, index) => ({
    number: index + 1,
    parts: [...textsOf(row)].map(({ name, text }) => ({ name, pieces: piecesOf(text, places, state) })),
  }));
}

const states = { replace: 'replaced', keep: 'kept' } as const satisfies Readonly<Record<string, PieceState>>;

function piecesOf(
  text: string,
  places: ValuePlaces,
  { survey, choices, standIns }: PersonalState,
): readonly RowPiece[] {
  const shown = text.length > mostLength ? `${text.slice(0, mostLength)} ...` : text;
  return places.pieces(shown).map((piece): RowPiece => {
    const finding = piece.isValue ? survey.values.get(piece.text) : undefined;
    if (!finding) return { text: piece.text, state: 'plain', kind: '' };
    const choice = choiceOf(choices, piece.text, finding);
    const { name: kind } = personalKinds[finding.kind];
    const written = choice === 'replace' ? standIns.standIn(finding, piece.text) : piece.text;
    return { text: written, state: choice ? states[choice] : 'open', kind };
  });
}

/** Every text of a row with the name of its field. Variables stand under their own names; lists count their items. */
function* textsOf(value: JsonValue, name = ''): Generator<{ readonly name: string; readonly text: string }> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsOf(item, joined(name, String(index + 1)));
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* textsOf(item, key === 'vars' ? name : joined(name, key));
  } else if (value !== null && value !== '') yield { name, text: String(value) };
}

function joined(outer: string, inner: string): string {
  return outer === '' ? inner : `${outer}.${inner}`;
}
