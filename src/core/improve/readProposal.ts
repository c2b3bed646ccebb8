import { noChange, type ReflectionMarks } from './reflectRequest.ts';

/** What a reflecting model answered. */
export type Proposal =
  | { readonly type: 'edit'; readonly body: string; readonly cause: string }
  | { readonly type: 'no-change' }
  | { readonly type: 'no-form' };

const longestCause = 300;

/** Reads a proposal: the body between the marks, else in the one fence of the answer, and the sentence before it. */
export function readProposal(text: string, { open, close }: ReflectionMarks): Proposal {
  const start = text.lastIndexOf(open);
  const end = text.indexOf(close, start);
  if (start >= 0 && end > start) return edit(text.slice(start + open.length, end), text.slice(0, text.indexOf(open)));
  if (new RegExp(`^\\W*${noChange}\\b`, 'i').test(text)) return { type: 'no-change' };
  const fences = [...text.matchAll(/^```[\w-]*\n([\s\S]*?)\n```\s*$/gm)];
  const [only] = fences;
  if (only && fences.length === 1) return edit(only[1] ?? '', text.slice(0, only.index));
  return { type: 'no-form' };
}

function edit(written: string, before: string): Proposal {
  const body = unfenced(
    written
      .replace(/\r\n/g, '\n')
      .trim()
      .replace(/^=+\n|\n=+$/g, ''),
  );
  if (body === '') return { type: 'no-form' };
  const cause = before.replace(/\s+/g, ' ').trim().slice(0, longestCause);
  return { type: 'edit', body, cause };
}

/** Some models put a fence inside the marks. */
function unfenced(body: string): string {
  const found = /^```[\w-]*\n([\s\S]*?)\n```$/.exec(body);
  return found?.[1]?.trim() ?? body;
}
