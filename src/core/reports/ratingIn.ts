import { humanType } from '../grading/humanCheck.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { PersonVerdict } from '../people/verdictLines.ts';

/** What a person said of a row in promptfoo's viewer: thumbs, which are kept as a result of type `human`, and a comment. */
export interface ForeignRating {
  /** Absent where there is a comment alone. */
  readonly verdict?: Exclude<PersonVerdict, 'unsure'>;
  readonly comment?: string;
}

/** The rating in a row's `gradingResult`; undefined where nobody rated it. */
export function ratingIn(gradingResult: JsonObject): ForeignRating | undefined {
  const { componentResults, comment: ofRow, pass, reason } = gradingResult;
  const components = Array.isArray(componentResults) ? componentResults.filter(isJsonObject) : [];
  // Thumbs that were changed stand last.
  const rated = components.findLast(
    (component) => isJsonObject(component['assertion']) && component['assertion']['type'] === humanType,
  );
  // Older versions have no result of a person by itself: the words in which they write the reason are all that tells.
  const isOld = typeof reason === 'string' && reason.startsWith('Manual result');
  const said = rated ? rated['pass'] : isOld ? pass : undefined;
  const comment = commentIn(rated?.['comment']) ?? commentIn(ofRow);
  if (typeof said !== 'boolean' && comment === undefined) return undefined;
  return {
    ...(typeof said === 'boolean' ? { verdict: said ? ('pass' as const) : ('fail' as const) } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** A comment may begin with the mark by which the viewer highlights a row, which says nothing by itself. */
function commentIn(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.replace(/^!highlight\s*/, '').trim() : '';
  return text === '' ? undefined : text;
}
