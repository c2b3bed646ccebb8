import { describeTypes } from '../models/typeWords.ts';
import type { TextRange } from '../text/textRange.ts';
import { keysUnder } from './completions.ts';
import { propertyOf, typesOf } from './inputSchema.ts';
import { type PromptPlace, promptCursorAt } from './promptCursor.ts';
import { readPrompt } from './readPrompt.ts';
import { isHelperName, templateHelpers } from './templateHelpers.ts';

/** The explanation to show over a place. `model` names a model whose figures the caller knows. */
export type Hover =
  | { readonly type: 'text'; readonly title: string; readonly text: string; readonly range: TextRange }
  | { readonly type: 'model'; readonly model: string; readonly range: TextRange };

/** The explanation of a model, a key, a helper or a variable at a place; undefined for anything else. */
export function hoverAt(place: PromptPlace): Hover | undefined {
  const cursor = promptCursorAt(place);
  if (cursor.type === 'yaml') return modelHover(place) ?? keyHover(place) ?? variableHover(place);
  return helperHover(place) ?? variableHover(place);
}

function modelHover({ text, format, offset }: PromptPlace): Hover | undefined {
  const document = readPrompt({ path: '', text }, format);
  const named = [...(document.model ? [document.model] : []), ...document.models];
  const found = named.find(({ range }) => contains(range, offset));
  return found && { type: 'model', model: found.value, range: found.range };
}

function keyHover(place: PromptPlace): Hover | undefined {
  const cursor = promptCursorAt(place);
  if (cursor.type !== 'yaml') return undefined;
  const { line, start, parents } = cursor.yaml;
  const key = /^["']?([\w.?]+)["']?\s*:/.exec(line)?.[1];
  if (key === undefined) return undefined;
  const at = start + line.indexOf(key);
  const range = { start: at, end: at + key.length };
  const specification = keysUnder(parents, place).find((candidate) => candidate.key === key);
  if (!specification || !contains(range, place.offset)) return undefined;
  return { type: 'text', title: key, text: specification.summary, range };
}

function helperHover({ text, format, offset }: PromptPlace): Hover | undefined {
  const word = wordAt(text, offset);
  if (format !== 'dotprompt' || !word) return undefined;
  const name = text.slice(word.start, word.end);
  const isCalled = /(?:\{\{~?\s*[#/^]?|\(|\belse\s+)$/.test(text.slice(Math.max(0, word.start - 20), word.start));
  if (!isCalled || !isHelperName(name)) return undefined;
  const { usage, summary } = templateHelpers[name];
  return { type: 'text', title: usage, text: summary, range: word };
}

function variableHover({ text, format, offset }: PromptPlace): Hover | undefined {
  const document = readPrompt({ path: '', text }, format);
  for (const { name, ranges } of document.variables) {
    const range = ranges.find((candidate) => contains(candidate, offset));
    if (!range) continue;
    const property = propertyOf(document.input.schema, name);
    if (!property) return { type: 'text', title: name, text: 'A variable that the schema does not declare.', range };
    const { description } = property;
    const types = describeTypes(typesOf(property));
    const words = [types, typeof description === 'string' ? description : ''].filter((part) => part !== '');
    return { type: 'text', title: name, text: words.length > 0 ? `${words.join(': ')}.` : 'A variable.', range };
  }
  return undefined;
}

function wordAt(text: string, offset: number): TextRange | undefined {
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0].length ?? 0;
  const after = /^\w*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0;
  return before + after > 0 ? { start: offset - before, end: offset + after } : undefined;
}

function contains({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}
