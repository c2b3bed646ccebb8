import { formatCount } from '../text/formatCount.ts';
import type { Problem } from '../text/problem.ts';
import { findPersonal, findSure } from './findPersonal.ts';
import { isNobodys } from './nobodys.ts';
import { type Finding, type PersonalKind, personalKinds } from './personalKinds.ts';

/** What a file of cases is looked through for: kinds with a form or a check digit, suspected ones too, or nothing. */
export const personalSearches = ['sure', 'suspected', 'off'] as const;
export type PersonalSearch = (typeof personalSearches)[number];

/** A Problem about something that looks personal. It never holds the value itself, since Problems stand in records and reports. */
export interface PersonalProblem extends Problem {
  readonly kind: PersonalKind;
}

export const personalProblemCode = 'personal-data';

/** Characters that are looked through of one file, which takes about a tenth of a second, and the pieces of a longer one. */
const mostLookedAt = 400_000;
const pieces = 40;
/** Places that are told one by one. */
const mostPlaces = 20;

/** Problems for what looks personal in the text of a file, in any format. Of a long file evenly spread parts are looked at. */
export function personalProblems(text: string, search: PersonalSearch): readonly PersonalProblem[] {
  if (search === 'off') return [];
  const find = search === 'sure' ? findSure : findPersonal;
  const found = partsOf(text).flatMap(({ start, part }) =>
    find(plain(part))
      .map((finding) => ({ ...finding, start: finding.start + start, end: finding.end + start }))
      .filter(({ kind, start: from, end }) => !isNobodys(kind, text.slice(from, end))),
  );
  return found
    .slice(0, mostPlaces)
    .map((finding, index) => problemOf(finding, index === mostPlaces - 1 ? found.length - mostPlaces : 0));
}

function problemOf({ kind, start, end }: Finding, further: number): PersonalProblem {
  const { name, isSure } = personalKinds[kind];
  const what = isSure ? `This looks like ${article(name)}` : `This may be ${article(name)}`;
  const advice =
    kind === 'key'
      ? 'Take it out, and have it revoked where it is real.'
      : 'Put a stand-in in its place before it is committed: "Polyprompt: Replace Personal Data..." does it for the whole file.';
  const more = further > 0 ? ` ${formatCount(further)} more places of this file are not listed.` : '';
  return {
    severity: 'warning',
    code: personalProblemCode,
    message: `${what}. ${advice}${more}`,
    range: { start, end },
    kind,
  };
}

function article(name: string): string {
  return `${/^(?:[aeio]|IBAN|IP)/.test(name) ? 'an' : 'a'} ${name}`;
}

/** A text as people wrote it, character by character at its place: escapes of JSON and YAML become blanks. */
function plain(text: string): string {
  return text.replace(/\\(?:u[0-9a-f]{4}|["\\/bfnrt])/gi, (sign) => ' '.repeat(sign.length));
}

/** The whole text, or parts of it that begin and end at lines. */
function partsOf(text: string): readonly { readonly start: number; readonly part: string }[] {
  if (text.length <= mostLookedAt) return [{ start: 0, part: text }];
  const size = mostLookedAt / pieces;
  const step = Math.floor(text.length / pieces);
  return Array.from({ length: pieces }, (_item, index) => {
    const from = index === 0 ? 0 : text.indexOf('\n', index * step) + 1;
    const start = index > 0 && from === 0 ? index * step : from;
    return { start, part: text.slice(start, start + size) };
  });
}
