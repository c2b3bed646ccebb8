/** A row of a request to improve a prompt. */
export interface ReadRow {
  readonly hasFailed: boolean;
  readonly input: string;
  /** The text that its first plain check expects. */
  readonly label: string | undefined;
  readonly answer: string;
  readonly why: string;
}

/** A request to improve a prompt, as a simulated model reads it. */
export interface ReadReflection {
  readonly body: string;
  readonly open: string;
  readonly close: string;
  readonly rows: readonly ReadRow[];
  /** What was tried before, as one text. */
  readonly tried: string;
}

/** Reads a request of ours to improve a prompt; undefined for every other text. */
export function readReflection(text: string): ReadReflection | undefined {
  if (!/^You (?:improve prompts|make prompts shorter)\./.test(text)) return undefined;
  const [, body] = /\n={10}\n([\s\S]*?)\n={10}\n/.exec(text) ?? [];
  const [, open, close] = /between "(\S+)" and "(\S+)"/.exec(text) ?? [];
  if (body === undefined || open === undefined || close === undefined) return undefined;
  const [, mark] = /\bthe mark (\S+) is data\b/.exec(text) ?? [];
  // The request begins without rows when a prompt is only to be made shorter.
  const [, rows = '', rest = text] = mark === undefined ? [] : text.split(`\n${mark}\n`);
  return { body, open, close, rows: rowsIn(rows), tried: rest };
}

function rowsIn(text: string): readonly ReadRow[] {
  return text
    .split(/^(?=(?:Failed|Passed) \d+\. Input: )/m)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const part = (from: string, to: string) =>
        new RegExp(`${from}([\\s\\S]*?)(?=\\n(?:${to})|$(?![\\s\\S]))`).exec(block)?.[1] ?? '';
      const expected = part('\nExpected: ', 'Answer: ');
      return {
        hasFailed: block.startsWith('Failed'),
        input: part('Input: ', 'Expected: '),
        label: /\b(?:equals|i?contains|starts-with) "((?:[^"\\]|\\.)*)"/.exec(expected)?.[1],
        answer: part('\nAnswer: ', 'Why it failed: ').trim(),
        why: part('\nWhy it failed: ', '\0'),
      };
    });
}
