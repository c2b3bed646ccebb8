/** One line of a block: its words as a shell would read them, and the exit code that its comment promises. */
export interface CommandText {
  readonly line: number;
  readonly words: readonly string[];
  readonly exitCode: number;
}

/** The commands of a block. A line that ends with a backslash goes on; `# exit 1` behind a command says how it ends. */
export function commandsOf(text: string, firstLine: number): readonly CommandText[] {
  const joined = text.replace(/\\\n\s*/g, ' ');
  return joined.split('\n').flatMap((line, index) => {
    const words = wordsOf(line);
    const [, code = '0'] = /#.*\bexit (\d+)/.exec(line) ?? [];
    return words.length === 0 ? [] : [{ line: firstLine + index, words, exitCode: Number(code) }];
  });
}

/** Single and double quotes, and comments; nothing else of a shell is used in the documentation. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/#.*$|(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (word.startsWith('#')) break;
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
