import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** These settings keep the visitor's own configuration of Git out of the demo. */
const plain = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
};

/**
 * A copy of the examples, so that trying things out leaves the checkout clean. It is a Git repository with a staged change of
 * `triage.prompt` that forgets one of its labels. Without git it is a plain folder.
 */
export function prepareDemoFolder(scratch: string): string {
  const folder = path.join(scratch, 'examples');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  try {
    commitWithStagedChange(folder);
  } catch (error) {
    console.error(`The demo is no Git repository: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
  return folder;
}

function commitWithStagedChange(folder: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: folder, env: { ...process.env, ...plain }, stdio: ['ignore', 'ignore', 'pipe'] });
  git('init', '--quiet', '-b', 'main');
  // Commits that a visitor makes need a name, and the machine may know none.
  git('config', 'user.name', plain.GIT_AUTHOR_NAME);
  git('config', 'user.email', plain.GIT_AUTHOR_EMAIL);
  writeFileSync(path.join(folder, '.gitignore'), '.polyprompt/runs/\n.polyprompt/cache/\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Sort tickets by five labels');
  const prompt = path.join(folder, 'triage.prompt');
  const before = readFileSync(prompt, 'utf8');
  const after = before.replace('damaged, late, refund', 'damaged, refund');
  if (after === before) throw new Error('triage.prompt does not name its labels as the demo expects');
  writeFileSync(prompt, after);
  git('add', 'triage.prompt');
}
