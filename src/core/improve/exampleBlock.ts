/** A row as an example: what comes in, and the answer that is right. */
export interface PromptExample {
  readonly input: string;
  readonly answer: string;
}

/** The examples as they stand in a prompt. */
export function exampleBlock(examples: readonly PromptExample[]): string {
  return ['Examples:', ...examples.map(({ input, answer }) => `Input: ${input}\nAnswer: ${answer}`)].join('\n\n');
}

const openers = /\{\{[#^]|\{%-?\s*(?:if|for|call|filter|macro|block|raw|switch|asyncEach|asyncAll)\b/g;
const closers = /\{\{\/|\{%-?\s*end\w+/g;
/** A tag that puts something of the row in its place; roles, partials and the other branch of a condition do not. */
const dataTag = /\{\{\{?(?!\s*(?:[>/!]|role\b|else\b))|\{%-?\s*for\b/;
const roleLine = /^\s*(?:\{\{\s*role\b[^}]*\}\}|(?:system|developer|user|assistant):.*)\s*$/;

/**
 * The body with a block of text before the part in which the row stands, else at its end. It never comes within a condition or a loop, and
 * the message in which it stands is that of the instructions, where there is one.
 */
export function withBlock(body: string, block: string): string {
  const lines = body.split('\n');
  const at = placeOf(lines);
  const [before, after] = [lines.slice(0, at).join('\n').trimEnd(), lines.slice(at).join('\n').trimStart()];
  return [before, block, after].filter((part) => part !== '').join('\n\n');
}

function placeOf(lines: readonly string[]): number {
  const data = lines.findIndex((line) => dataTag.test(line));
  let at = data < 0 ? lines.length : data;
  while (at > 0 && depthBefore(lines, at) > 0) at--;
  const isApart = (line = '') => line.trim() === '' || roleLine.test(line);
  let above = at;
  while (above > 0 && isApart(lines[above - 1])) above--;
  // Where nothing is said before the row, the block has no instructions to follow.
  if (above > 0) return above;
  return at > 0 && roleLine.test(lines[at - 1] ?? '') ? at : lines.length;
}

function depthBefore(lines: readonly string[], at: number): number {
  const text = lines.slice(0, at).join('\n');
  return (text.match(openers)?.length ?? 0) - (text.match(closers)?.length ?? 0);
}
