/** A path that a file names, seen from where that file is named: `a/b.yaml` and `../c.csv` give `c.csv`. */
export function resolvePath(from: string, reference: string): string {
  if (/^(?:\/|[a-zA-Z]:[\\/])/.test(reference)) return reference;
  const parts = [...from.split('/').slice(0, -1), ...reference.replaceAll('\\', '/').split('/')];
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..' && kept.at(-1) !== '') kept.pop();
    else if (part !== '.' && (part !== '' || kept.length === 0)) kept.push(part);
  }
  return kept.join('/');
}

export function withoutScheme(reference: string): string {
  return reference.replace(/^file:\/\//, '');
}

export function extensionOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** A reference to a script, with its function when one is named: `checks.py:grade`. */
export function scriptLanguage(reference: string): 'JavaScript' | 'TypeScript' | 'Python' | 'Ruby' | undefined {
  const extension = /\.([a-z]+)(?::[\w$.]+)?$/i.exec(reference)?.[1]?.toLowerCase() ?? '';
  if (/^[cm]?js$/.test(extension)) return 'JavaScript';
  if (/^[cm]?ts$/.test(extension)) return 'TypeScript';
  if (extension === 'py') return 'Python';
  return extension === 'rb' ? 'Ruby' : undefined;
}

/** Whether a name fits a pattern in which `*` stands for any text. Linear, whatever the pattern: a suite may be anyone's. */
export function fitsPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.endsWith(last) && name.length - last.length >= at;
}
