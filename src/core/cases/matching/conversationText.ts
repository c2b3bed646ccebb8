import type { Message, Role } from '../../messages.ts';

// Characters for private use, which stand in no message, mark where messages and pictures begin.
export const messageMark = '\uE010';
export const mediaMark = '\uE011';
export const roleEnd = '\uE012';

/** The start of a message of this role in the one text of a conversation. */
export function messageStart(role: Role): string {
  return messageMark + role + roleEnd;
}

/**
 * A conversation as one text, in which the prompt's own text can be looked for. Calls and results of tools are kept as JSON. Undefined for the
 * rare conversation that has one of our marks in it.
 */
export function conversationText(messages: readonly Message[]): string | undefined {
  const texts = messages.map(({ parts }) => parts.map(partText).join(''));
  if (texts.some((text) => /[\uE010\uE012]/.test(text))) return undefined;
  return texts.map((text, index) => messageStart(messages[index]?.role ?? 'user') + text).join('');
}

function partText(part: Message['parts'][number]): string {
  if (part.type === 'text') return part.text;
  if (part.type === 'media') return `${mediaMark}${part.url}${mediaMark}`;
  return part.type === 'reasoning' || part.type === 'pending' ? '' : JSON.stringify(part);
}

/** The number of messages in a piece of such a text. */
export function messagesIn(text: string): number {
  return text.split(messageMark).length - 1;
}

/** A text with each run of white space as one space, and for each place the place in the text it came from. */
export interface FoldedText {
  readonly text: string;
  readonly places: readonly number[];
}

/** Folds white space, and takes it away at the edges of messages. */
export function foldSpaces(text: string): FoldedText {
  const places: number[] = [];
  const signs: string[] = [];
  const dropSpace = () => {
    if (signs.at(-1) !== ' ') return;
    signs.pop();
    places.pop();
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    const isSpace = isWhite(text.charCodeAt(at));
    const last = signs.at(-1);
    if (isSpace && (last === ' ' || last === undefined || last === roleEnd)) continue;
    if (sign === messageMark) dropSpace();
    signs.push(isSpace ? ' ' : sign);
    places.push(at);
  }
  dropSpace();
  places.push(text.length);
  return { text: signs.join(''), places };
}

function isWhite(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return code >= 160 && /\s/.test(String.fromCharCode(code));
}

/** The text of `foldSpaces` alone, for comparison. */
export function foldedText(text: string): string {
  const folded = text.replace(/\s+/g, ' ').replace(/ ?([\uE010]) ?/g, '$1');
  return folded.replace(/\uE012 /g, roleEnd).trim();
}
