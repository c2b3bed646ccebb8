import path from 'node:path';

const mostLinks = 40;

/** Where a path leads, and by which links. All paths start at the top of the repository and have `/`. */
export interface FollowedPath {
  /** The file that the path stands for, which need not exist; undefined when it leads out of the repository or in a circle. */
  readonly file: string | undefined;
  readonly links: readonly string[];
  /** Why it cannot be followed, as the end of a sentence. */
  readonly refused?: string;
}

export interface LinkedTree {
  /** Absolute path of the repository's top. */
  readonly root: string;
  /** The target of the link at a path; undefined where there is no link. */
  linkAt(file: string): Promise<string | undefined>;
}

/** Follows the links in a path, those of its folders included, as a file system does. */
export async function followLinks(file: string, { root, linkAt }: LinkedTree): Promise<FollowedPath> {
  const links: string[] = [];
  const left = file.split('/');
  let at: string[] = [];
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.length === 0) return { file: undefined, links, refused: outside };
      at = at.slice(0, -1);
      continue;
    }
    const next = [...at, part];
    const target = await linkAt(next.join('/'));
    if (target === undefined) {
      at = next;
      continue;
    }
    links.push(next.join('/'));
    if (links.length > mostLinks) return { file: undefined, links, refused: 'its links lead in a circle.' };
    const own = path.isAbsolute(target) ? path.relative(root, target).split(path.sep).join('/') : target;
    if (path.isAbsolute(target)) at = [];
    left.unshift(...own.split('/'));
  }
  return { file: at.join('/'), links };
}

const outside = 'it lies outside of the repository.';
