import { constants, existsSync } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path, { type PlatformPath } from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import type { Message, Part } from '../../core/messages.ts';
import type { LoadPartial, PartialSource } from '../../core/prompt/partials.ts';
import { decodeText } from './decodeText.ts';
import type { FileReader } from './fileReader.ts';

const maxPartialBytes = 1_000_000;
const maxMediaBytes = 20_000_000;

/** The nearest folder above a file that holds `.git`, `.polyprompt` or `package.json`, else the file's own folder. */
export function findWorkspaceFolder(file: string): string {
  const own = path.dirname(path.resolve(file));
  for (let folder = own; ; folder = path.dirname(folder)) {
    if (['.git', '.polyprompt', 'package.json'].some((mark) => existsSync(path.join(folder, mark)))) return folder;
    if (folder === path.dirname(folder)) return own;
  }
}

/**
 * Finds partials: `_name.prompt` beside the prompt, then in the folders above it up to the workspace folder; the prompt's own
 * variant goes before the plain one. Only regular files whose real path is inside the workspace folder are ever opened.
 */
export function partialLoader(
  promptPath: string,
  workspaceFolder: string,
  reader: Pick<FileReader, 'read'>,
): LoadPartial {
  const variant = /\.([^./\\]+)\.prompt$/.exec(path.basename(promptPath))?.[1];
  return async (name) => {
    const refused = refusalOf(name);
    if (refused) return { refused };
    let alike: PartialSource | undefined;
    for (const file of partialCandidates({ name, variant, promptPath, workspaceFolder })) {
      const source = await readPartial(file, reader);
      // Another folder may have the partial that is meant.
      if (source && 'refused' in source && source.called !== undefined) alike ??= source;
      else if (source) return source;
    }
    return alike;
  };
}

interface PartialQuery {
  readonly name: string;
  readonly variant: string | undefined;
  readonly promptPath: string;
  readonly workspaceFolder: string;
}

function partialCandidates({ name, variant, promptPath, workspaceFolder }: PartialQuery): readonly string[] {
  const slash = name.lastIndexOf('/');
  const stem = `${name.slice(0, slash + 1)}_${name.slice(slash + 1)}`;
  const names = variant === undefined ? [`${stem}.prompt`] : [`${stem}.${variant}.prompt`, `${stem}.prompt`];
  const folders = foldersUpTo(path.dirname(path.resolve(promptPath)), path.resolve(workspaceFolder));
  return folders.flatMap((folder) => names.map((file) => path.join(folder, file)));
}

function foldersUpTo(from: string, top: string): readonly string[] {
  if (from === top || !isInside(from, top)) return [from];
  return [from, ...foldersUpTo(path.dirname(from), top)];
}

async function readPartial(file: string, reader: Pick<FileReader, 'read'>): Promise<PartialSource | undefined> {
  const found = await reader.read(file, maxPartialBytes);
  return found && 'content' in found ? decodeText(found.content) : found;
}

interface ReadingRule {
  readonly workspaceFolder: string;
  readonly maxBytes: number;
}

/** A file's bytes, or the rule that forbids reading it; undefined when there is no such file. */
export async function readInside(
  file: string,
  { workspaceFolder, maxBytes }: ReadingRule,
): Promise<{ readonly content: Buffer } | { readonly refused: string } | undefined> {
  const real = await realPathOf(file);
  if (real === undefined) return undefined;
  if (!isInside(real, (await realPathOf(workspaceFolder)) ?? workspaceFolder))
    return { refused: 'it lies outside of the workspace folder.' };
  // The file is opened without blocking, so that a pipe is recognised before anything waits on it, and without following a link that was
  // put there in the meantime.
  const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    () => undefined,
  );
  if (!handle) return { refused: 'it cannot be opened.' };
  try {
    const status = await handle.stat();
    if ((await realPathOf(real)) !== real) return { refused: 'it was moved while it was opened.' };
    if (!status.isFile()) return { refused: 'it is not a regular file.' };
    if (status.size > maxBytes) return { refused: `it is larger than ${maxBytes / 1_000_000} MB.` };
    return { content: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

async function realPathOf(file: string): Promise<string | undefined> {
  return realpath(file).catch(() => undefined);
}

export function isInside(file: string, folder: string, { relative, isAbsolute, sep }: PlatformPath = path): boolean {
  const way = relative(folder, file);
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

/** Names that lead elsewhere by the way they are written; undefined for a plain name. */
function refusalOf(name: string): string | undefined {
  if (name === '' || name.includes('\0')) return 'its name is empty or holds a NUL character.';
  if (/^[a-z][a-z0-9+.-]*:/i.test(name))
    return 'its name is an address or starts with a drive; write a name relative to the prompt.';
  if (/%[0-9a-f]{2}/i.test(name)) return 'its name holds a percent-encoded character; write the character itself.';
  if (name.startsWith('~')) return 'its name starts with "~"; write a name relative to the prompt.';
  if (name.includes('\\')) return 'its name holds a backslash; write "/" between folders.';
  if (name.startsWith('/')) return 'its name is an absolute path; write a name relative to the prompt.';
  if (name.split('/').some((part) => part === '..' || part === '.' || part === ''))
    return 'its name leads through "." or ".."; write a plain name.';
  return undefined;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
};

export interface MediaPlace {
  readonly promptPath: string;
  readonly reader: Pick<FileReader, 'read'>;
}

/** Turns local files in media parts into `data:` URLs. Web addresses stay as they are: the provider fetches them, we never do. */
export async function resolveMedia(messages: readonly Message[], place: MediaPlace): Promise<readonly Message[]> {
  return Promise.all(
    messages.map(async (message) => ({
      ...message,
      parts: await Promise.all(message.parts.map((part) => resolvePart(part, place))),
    })),
  );
}

async function resolvePart(part: Part, { promptPath, reader }: MediaPlace): Promise<Part> {
  if (part.type !== 'media' || /^(?:https?|data|gs):/i.test(part.url)) return part;
  const type = mediaTypes[path.extname(part.url).toLowerCase()];
  const refuse = (reason: string): never => {
    throw new PolypromptError('invalid-prompt', `The file "${part.url}" is not sent: ${reason}`, {
      hint: 'Name a png, jpg, gif, webp or pdf file inside the workspace folder, relative to the prompt.',
    });
  };
  if (!type) return refuse('only png, jpg, gif, webp and pdf files can be.');
  const relative = part.url.replace(/^\.\//, '');
  const byName = refusalOf(relative.replace(/^(?:\.\.\/)+/, ''));
  if (byName) return refuse(byName);
  const file = path.resolve(path.dirname(promptPath), relative);
  const found = await reader.read(file, maxMediaBytes);
  if (!found) return refuse('there is no such file.');
  if (!('content' in found)) return refuse('refused' in found ? found.refused : 'it is open as a text.');
  const contentType = part.contentType ?? type;
  return { type: 'media', url: `data:${contentType};base64,${found.content.toString('base64')}`, contentType };
}
