import { statSync } from 'node:fs';

/** Gives what is made of a file, and makes it again only after the file has changed. */
export function readWhenChanged<Made>(file: string, make: () => Made): () => Made {
  let known: { readonly stamp: string; readonly made: Made } | undefined;
  return () => {
    const stamp = stampOf(file);
    if (known?.stamp !== stamp) known = { stamp, made: make() };
    return known.made;
  };
}

/** Time and size of a file, which every line that is added changes. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
}
