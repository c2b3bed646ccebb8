/**
 * The root of a Windows path: a drive that is followed by a separator, or a share, as in `c:\\repo\\a.yaml` and
 * `\\\\server\\share\\a.yaml`. On other systems `\\` is a letter like any other.
 */
const windowsRoot = /^(?:[a-zA-Z]:(?=[\\/])|[\\/]{2}[^\\/]+[\\/][^\\/]+(?=[\\/]|$))/;

interface Place {
  /** The drive or share; empty for a path of another system. */
  readonly root: string;
  readonly separator: '/' | '\\';
  readonly parts: readonly string[];
}

function placeOf(path: string): Place {
  const root = windowsRoot.exec(path)?.[0] ?? '';
  const separator = root === '' ? '/' : '\\';
  return { root, separator, parts: path.slice(root.length).split(root === '' ? '/' : /[\\/]/) };
}

/**
 * Resolves a path that a file names against that file: `a/b.yaml` and `../c.csv` give `c.csv`. The paths of each system keep their form.
 */
export function resolvePath(from: string, reference: string): string {
  if (/^(?:\/|[a-zA-Z]:[\\/]|\\\\)/.test(reference)) return reference;
  const { root, separator, parts: own } = placeOf(from);
  const parts = [...own.slice(0, -1), ...reference.replaceAll('\\', '/').split('/')];
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..' && kept.at(-1) !== '') kept.pop();
    else if (part !== '.' && (part !== '' || kept.length === 0)) kept.push(part);
  }
  return root + kept.join(separator);
}

/** The name behind the last separator. */
export function baseName(path: string): string {
  return placeOf(path).parts.at(-1) ?? '';
}

/** Everything before the name, with the separator; empty for a name alone. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - baseName(path).length);
}

/** Takes the scheme off `file://data/a.csv`, and also the third slash before a drive, as in `file:///C:/a.csv`. */
export function withoutScheme(reference: string): string {
  const [, drive, rest = ''] = /^file:\/\/\/([a-zA-Z])(?::|%3[aA])(\/.*)$/.exec(reference) ?? [];
  return drive === undefined ? reference.replace(/^file:\/\//, '') : `${drive}:${rest}`;
}

/** The extension of a path in small letters, without its dot; empty where there is none. */
export function extensionOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** The language of a script that a reference names, with its function or without it, as in `checks.py:grade`; undefined for other files. */
export function scriptLanguage(reference: string): 'JavaScript' | 'TypeScript' | 'Python' | 'Ruby' | undefined {
  const extension = /\.([a-z]+)(?::[\w$.]+)?$/i.exec(reference)?.[1]?.toLowerCase() ?? '';
  if (/^[cm]?js$/.test(extension)) return 'JavaScript';
  if (/^[cm]?ts$/.test(extension)) return 'TypeScript';
  if (extension === 'py') return 'Python';
  return extension === 'rb' ? 'Ruby' : undefined;
}

/**
 * True when a name fits a pattern in which `*` stands for any text. The time is linear, whatever the pattern is: a suite may be anyone's.
 */
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
