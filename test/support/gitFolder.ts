import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Settings that keep the configuration of the person who runs the tests out of Git. */
export const plainGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
} as const;

/** Runs git in a folder and gives what it prints. Throws when it fails. */
export function gitIn(folder: string, args: readonly string[]): string {
  return execFileSync('git', [...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...plainGit },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A fresh repository on disk and the real git in it. */
export class GitFolder {
  readonly root: string;

  constructor(name = 'repository') {
    this.root = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-git-'))), name);
    mkdirSync(this.root);
    this.git('init', '--quiet', '-b', 'main');
  }

  git(...args: readonly string[]): string {
    return gitIn(this.root, args);
  }

  path(...parts: readonly string[]): string {
    return path.join(this.root, ...parts);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), text);
    }
  }

  stage(files: Readonly<Record<string, string>>): void {
    this.write(files);
    this.git('add', '--', ...Object.keys(files));
  }

  commit(files: Readonly<Record<string, string>>): void {
    this.stage(files);
    this.git('commit', '--quiet', '--no-verify', '-m', 'A commit');
  }

  /** Windows deletes no folder in which a program is still running, so this waits for a git that was just closed. */
  async remove(): Promise<void> {
    await rm(path.dirname(this.root), { recursive: true, force: true, maxRetries: 10 });
  }
}
