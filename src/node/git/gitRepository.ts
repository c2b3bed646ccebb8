import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { gitProgram } from './gitProgram.ts';

/** What git printed, and how it ended. */
export interface GitResult {
  readonly code: number;
  readonly output: Buffer;
  readonly errors: string;
}

export interface GitProcess {
  write(text: string): void;
  onOutput(listener: (chunk: Buffer) => void): void;
  onEnd(listener: () => void): void;
  close(): void;
  /** A signal that ends git at once, whatever it waits for. */
  kill(): void;
}

export interface GitOptions {
  readonly input?: string | Buffer;
  /** Variables that are added to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How git may be used. */
export interface GitRules {
  /** When true, a partial clone does not fetch what it lacks, because that would start programs that the repository names. */
  readonly offline?: boolean;
  /** Milliseconds that one command may take, or one answer of a git that stays. */
  readonly limitMs?: number;
  /** Absolute path of the git to start; without it, the one on the PATH. */
  readonly program?: string | undefined;
}

const longestMs = 120_000;

/** Settings that turn off programs which a repository may name, because a gate that only reads does not need them. */
const quietly = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', '--no-optional-locks', '--no-pager'];

/**
 * A Git working tree and the `git` program in it: started without a question (see gitProgram.ts), never through a shell. The
 * variables that Git gives to its hooks (`GIT_INDEX_FILE`, `GIT_DIR`) are passed on, so that a hook sees what is being committed.
 */
export class GitRepository {
  /** Absolute path with links resolved, in the letters that it has on disk. */
  readonly root: string;
  /** The Git folder of this working tree; for a linked working tree that is not the repository's own. */
  readonly gitFolder: string;
  /** The repository's own Git folder, which all its working trees share. */
  readonly commonFolder: string;

  /** How many milliseconds git may take. */
  readonly limitMs: number;
  /** The git that was asked for; undefined for the one on the PATH. */
  readonly program: string | undefined;
  readonly #rules: GitRules;

  private constructor({ root, gitFolder, commonFolder }: GitPlaces, rules: GitRules) {
    this.root = root;
    this.gitFolder = gitFolder;
    this.commonFolder = commonFolder;
    this.limitMs = rules.limitMs ?? longestMs;
    this.program = rules.program;
    this.#rules = rules;
  }

  /**
   * The repository that a folder belongs to; undefined when it belongs to none. Throws `git` when there is no git program, or when git
   * refuses.
   */
  static async find(folder: string, rules: GitRules = {}): Promise<GitRepository | undefined> {
    const asked = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir'];
    const { code, output, errors } = await runGit(folder, ['rev-parse', ...asked], { rules });
    const lines = output.toString('utf8').split('\n');
    // Git refuses the folder of another user, as CI containers have it, and a repository without a working tree. Its own message says what
    // to do.
    if (code !== 0 && !errors.includes('not a git repository'))
      throw new PolypromptError('git', `Git refuses this folder: ${errors.replace(/^fatal: /, '').trim()}`);
    if (code !== 0) return undefined;
    // A folder may have a line break in its name. Then git is asked for one path at a time.
    const [root = '', gitFolder = '', common = ''] =
      lines.length === asked.length + 1 ? lines : await Promise.all(asked.map((one) => oneLineOf(folder, one, rules)));
    if (root === '') return undefined;
    // Git answers with the letters of the folder that it was started in, which on Windows may differ from those on disk.
    const real = realpathSync.native(path.resolve(root));
    return new GitRepository({ root: real, gitFolder, commonFolder: path.resolve(folder, common) }, rules);
  }

  /** A file as Git names it: from the top of the repository, with `/`. */
  nameOf(file: string): string {
    return slashedPath(this.root, file);
  }

  /** Runs git and gives what it printed. Throws `git` with what git said when it fails. */
  async read(args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
    const { code, output, errors } = await this.try(args, options);
    if (code === 0) return output;
    throw new PolypromptError('git', `git ${args[0]} failed: ${errors.trim() || `exit code ${code}`}`);
  }

  /** Starts a git that stays and is talked to, until `close`. */
  start(args: readonly string[]): GitProcess {
    const child = spawnGit(this.root, args, { rules: this.#rules });
    child.stderr.resume();
    return {
      write: (text) => void child.stdin.write(text),
      onOutput: (listener) => void child.stdout.on('data', listener),
      onEnd: (listener) => void child.on('close', listener).on('error', listener),
      close: () => void child.stdin.end(),
      kill: () => end(child),
    };
  }

  /** Runs git and gives what it printed, whether or not it succeeds. */
  async try(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
    return runGit(this.root, args, { ...options, rules: this.#rules });
  }
}

function spawnGit(cwd: string, args: readonly string[], { rules, env = {} }: GitStart) {
  const child = spawn(rules.program ?? gitProgram(), [...quietly, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...environmentOf(rules), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // Git may end before it has read everything. Its exit code says so.
  child.stdin.on('error', () => undefined);
  return child;
}

interface GitStart extends GitOptions {
  readonly rules: GitRules;
}

interface GitPlaces {
  readonly root: string;
  readonly gitFolder: string;
  readonly commonFolder: string;
}

async function oneLineOf(folder: string, asked: string, rules: GitRules): Promise<string> {
  return (await runGit(folder, ['rev-parse', asked], { rules })).output.toString('utf8').replace(/\n$/, '');
}

function environmentOf({ offline = false }: GitRules): Readonly<Record<string, string>> {
  return offline ? { GIT_NO_LAZY_FETCH: '1' } : {};
}

/** Programs that git has started may still hold its pipes. Nobody waits for them. */
function end(child: ReturnType<typeof spawnGit>): void {
  child.kill('SIGKILL');
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  child.unref();
}

/** The error for a git that does not come back in time. */
export function gitTooSlow(command: string, limitMs: number): PolypromptError {
  return new PolypromptError('git', `git ${command} did not answer within ${formatDuration(limitMs)}.`, {
    hint: 'In a partial clone it may wait for a server: fetch first, or check with --offline.',
  });
}

async function runGit(cwd: string, args: readonly string[], { input, rules, env = {} }: GitStart): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawnGit(cwd, args, { rules, env });
    const { limitMs = longestMs } = rules;
    const timer = setTimeout(() => {
      end(child);
      reject(gitTooSlow(args[0] ?? '', limitMs));
    }, limitMs);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', () => {
      clearTimeout(timer);
      reject(
        new PolypromptError('git', 'git cannot be started.', {
          hint: 'Install Git, or put it on the PATH. In the editor, the setting git.path can name it.',
        }),
      );
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, output: Buffer.concat(output), errors: Buffer.concat(errors).toString('utf8') });
    });
    child.stdin.end(input);
  });
}
