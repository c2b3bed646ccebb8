import { isScalar, isSeq, parseDocument } from 'yaml';
import { PolypromptError } from '../errors.ts';
import type { TextEdit } from '../text/textEdit.ts';

/** The edit by which a suite reads one more file of cases. Throws `invalid-arguments` for a suite that has to be mended first. */
export function addCaseFile(text: string, file: string): readonly TextEdit[] {
  const parsed = parseDocument(text, { logLevel: 'silent' });
  if (parsed.errors.length > 0)
    throw new PolypromptError('invalid-arguments', 'The suite cannot be read.', {
      hint: 'Mend it first: see the Problems view.',
    });
  const written = /^[\w./-]+$/.test(file) ? file : JSON.stringify(file);
  const key = ['cases', 'tests'].find((name) => parsed.has(name));
  const node = key === undefined ? undefined : parsed.get(key, true);
  if (isScalar(node) && typeof node.value === 'string' && node.range) {
    const [start, end] = node.range;
    return [{ range: { start, end }, text: `[${text.slice(start, end)}, ${written}]` }];
  }
  if (isSeq(node) && node.range) return [addItem(text, node.range, { isFlow: node.flow === true, written })];
  if (key !== undefined)
    throw new PolypromptError('invalid-arguments', `The suite's "${key}" is neither a file nor a list.`, {
      hint: `Add ${file} to it by hand.`,
    });
  const before = text === '' || text.endsWith('\n') ? '' : '\n';
  return [{ range: { start: text.length, end: text.length }, text: `${before}cases: ${written}\n` }];
}

function addItem(
  text: string,
  [start, end]: readonly [number, number, number],
  { isFlow, written }: { readonly isFlow: boolean; readonly written: string },
): TextEdit {
  if (isFlow) {
    const isEmpty = /^\[\s*\]/.test(text.slice(start, end));
    return { range: { start: end - 1, end: end - 1 }, text: `${isEmpty ? '' : ', '}${written}` };
  }
  // The list begins at its first dash, so that the new item stands before the others at the same depth.
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  return { range: { start, end: start }, text: `- ${written}\n${indent}` };
}
