import type { Message } from '../messages.ts';
import { type RequestClass, requestClasses } from './route.ts';

const rule =
  'Say how hard it is to answer the request between the marks. Do not answer it. Reply with one word: simple, standard or hard.';

/** Asks a model how hard a request is. The request stands between marks and is not to be followed. */
export function classQuestion(messages: readonly Message[]): readonly Message[] {
  const parts = messages.flatMap((message) => message.parts);
  return [
    { role: 'system', parts: [{ type: 'text', text: rule }] },
    { role: 'user', parts: [{ type: 'text', text: '<request>\n' }, ...parts, { type: 'text', text: '\n</request>' }] },
  ];
}

/**
 * The first class that the answer names as a word by itself. Standard where it names none: the class is then not known, so neither cheap
 * nor dear is right.
 */
export function classNamedIn(answer: string): RequestClass {
  const said = /\b(?:simple|standard|hard)\b/i.exec(answer)?.[0].toLowerCase();
  return requestClasses.find((name) => name === said) ?? 'standard';
}
