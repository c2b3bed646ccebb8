interface OpenBlock {
  readonly mark: string;
  readonly isSql: boolean;
  readonly lines: string[];
}

/** The fenced blocks of a text that are SQL or name no language, in their order. A fence that is never closed holds nothing. */
export function sqlBlocks(text: string): readonly string[] {
  const found: string[] = [];
  let open: OpenBlock | undefined;
  for (const line of text.split(/\r\n?|\n/)) {
    const [, mark = '', said = ''] = /^[ \t]{0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      if (mark !== '') open = { mark, isSql: /^(?:sql)?$/i.test(said.trim()), lines: [] };
    } else if (mark.startsWith(open.mark) && said.trim() === '') {
      if (open.isSql) found.push(open.lines.join('\n').trim());
      open = undefined;
    } else open.lines.push(line);
  }
  return found;
}
