import type { ModelCall } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import { readOptions } from './readOptions.ts';
import { type ReadRow, readReflection } from './reflectionAsked.ts';
import type { Answer } from './temperaments.ts';
import { meaningfulWords } from './words.ts';

/** An edit that the rows speak for. */
interface Edit {
  readonly cause: string;
  readonly body: string;
  /** The number of rows that show its cause. */
  readonly rows: number;
}

/** One row may be an accident. */
const fewestRows = 2;
const mostGlossWords = 4;
const longestLabel = 30;

/**
 * The answer of a simulated model that is asked to improve a prompt: it goes by what the failed checks expected and the answers lack, by
 * fixed rules, and says so. Undefined for every other task.
 */
export function proposedPrompt({ messages }: ModelCall): Answer | undefined {
  const asked = readReflection(messages.map(textOf).join('\n'));
  if (!asked) return undefined;
  const failed = asked.rows.filter((row) => row.hasFailed);
  const edits = [
    ...missingLabels(asked.body, asked.rows),
    ...missingKeys(asked.body, failed),
    ...wordsTooMany(asked.body, failed),
    ...noJson(asked.body, failed),
  ];
  const [best] = edits
    .filter(({ cause, rows, body }) => rows >= fewestRows && body !== asked.body && !asked.tried.includes(cause))
    .sort((left, right) => right.rows - left.rows);
  const text = best ? `${best.cause}\n${asked.open}\n${best.body}\n${asked.close}` : 'NO CHANGE';
  return { text, finishReason: 'stop' };
}

function missingLabels(body: string, rows: readonly ReadRow[]): readonly Edit[] {
  const failed = rows.filter(({ hasFailed, label }) => hasFailed && isLabel(label));
  return [...Map.groupBy(failed, ({ label }) => label)].flatMap(([label, own]) => {
    if (label === undefined || body.toLowerCase().includes(label.toLowerCase())) return [];
    const others = rows.filter((row) => row.label !== label);
    const edited = withOption(body, label, glossOf(own, others));
    const cause = `A simulated model goes by the checks: the label "${label}" is expected and not offered.`;
    return edited === undefined ? [] : [{ cause, body: edited, rows: own.length }];
  });
}

function isLabel(value: string | undefined): boolean {
  return value !== undefined && value.length <= longestLabel && /^\p{L}[\p{L}\p{N} _-]*$/u.test(value);
}

/** Words that several of these inputs have and none of the others. */
function glossOf(own: readonly ReadRow[], others: readonly ReadRow[]): string {
  const elsewhere = new Set(others.flatMap(({ input }) => meaningfulWords(input)));
  const counts = new Map<string, number>();
  for (const { input } of own)
    for (const word of new Set(meaningfulWords(input)))
      if (!elsewhere.has(word) && !/\d/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count >= fewestRows).sort((left, right) => right[1] - left[1]);
  return shared
    .slice(0, mostGlossWords)
    .map(([word]) => word)
    .join(', ');
}

/** The body with one more option in its list; undefined where it has no list. */
function withOption(body: string, label: string, gloss: string): string | undefined {
  const lines = body.split('\n');
  const bullet = /^(\s*(?:[-*•])\s+)\S/;
  const first = lines.findIndex((line, index) => bullet.test(line) && bullet.test(lines[index + 1] ?? ''));
  if (first >= 0) {
    let last = first;
    while (bullet.test(lines[last + 1] ?? '')) last++;
    const mark = bullet.exec(lines[last] ?? '')?.[1] ?? '- ';
    return lines.toSpliced(last + 1, 0, `${mark}${label}${gloss === '' ? '' : `: ${gloss}`}`).join('\n');
  }
  const final = readOptions(body).at(-1)?.label;
  const at = final === undefined ? -1 : body.indexOf(final);
  return final === undefined || at < 0
    ? undefined
    : `${body.slice(0, at + final.length)}, ${label}${body.slice(at + final.length)}`;
}

function missingKeys(body: string, failed: readonly ReadRow[]): readonly Edit[] {
  const lacking = failed.flatMap(({ why }) => /must have required property '([\w-]+)'/.exec(why)?.[1] ?? []);
  return [...Map.groupBy(lacking, (key) => key)].flatMap(([key, own]) => {
    const edited = body.replace(/\b((?:keys?|fields?|properties)\s*:?\s+[^.\n]*[\w"'`])/i, `$1, ${key}`);
    const cause = `A simulated model goes by the checks: the key "${key}" is expected and not asked for.`;
    return body.includes(key) ? [] : [{ cause, body: edited, rows: own.length }];
  });
}

function wordsTooMany(body: string, failed: readonly ReadRow[]): readonly Edit[] {
  const own = failed.filter(
    ({ label, answer }) => label !== undefined && answer.trim() !== label && answer.includes(label),
  );
  const cause = 'A simulated model goes by the checks: the answers hold more than what is expected.';
  return [{ cause, body: withLine(body, 'Answer with what is asked for alone, without a reason.'), rows: own.length }];
}

function noJson(body: string, failed: readonly ReadRow[]): readonly Edit[] {
  const own = failed.filter(({ why }) => /\bJSON\b/.test(why) && !why.includes('must have'));
  const cause = 'A simulated model goes by the checks: JSON is expected.';
  return [{ cause, body: withLine(body, 'Answer with JSON alone.'), rows: own.length }];
}

/** The body with a line behind its first line of text. */
function withLine(body: string, line: string): string {
  if (body.includes(line)) return body;
  const lines = body.split('\n');
  const first = lines.findIndex((each) => each.trim() !== '' && !each.trim().startsWith('{{'));
  return lines.toSpliced(first + 1, 0, line).join('\n');
}
