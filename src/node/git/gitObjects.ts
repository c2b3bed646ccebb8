import { PolypromptError } from '../../core/errors.ts';
import { type GitProcess, type GitRepository, gitTooSlow } from './gitRepository.ts';

interface Wanted {
  readonly id: string;
  readonly found: (content: Buffer) => void;
  readonly failed: (error: PolypromptError) => void;
}

/** Reads objects of a repository through one `git cat-file --batch` for all of them, started at the first read. */
export class GitObjects {
  readonly #repository: GitRepository;
  #process: GitProcess | undefined;
  readonly #wanted: Wanted[] = [];
  #chunks: Buffer[] = [];
  #received = 0;
  /** How many bytes have to be there before the next answer is whole. */
  #needed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(repository: GitRepository) {
    this.#repository = repository;
  }

  /** Throws `git` when there is no such object. */
  read(id: string): Promise<Buffer> {
    return new Promise((found, failed) => {
      this.#wanted.push({ id, found, failed });
      this.#process ??= this.#start();
      this.#process.write(`${id}\n`);
      this.#waitOn();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#process?.close();
    this.#process = undefined;
  }

  /** Waits for git. Each sign of life gives it the same time again, as long as something is wanted. */
  #waitOn(): void {
    clearTimeout(this.#timer);
    if (this.#wanted.length > 0) this.#timer = setTimeout(() => this.#giveUp(), this.#repository.limitMs);
  }

  #giveUp(): void {
    this.#process?.kill();
    this.#process = undefined;
    const late = gitTooSlow('cat-file', this.#repository.limitMs);
    for (const { failed } of this.#wanted.splice(0)) failed(late);
  }

  #start(): GitProcess {
    const process = this.#repository.start(['cat-file', '--batch']);
    process.onOutput((chunk) => this.#take(chunk));
    process.onEnd(() => {
      clearTimeout(this.#timer);
      for (const { id, failed } of this.#wanted.splice(0)) failed(unreadable(id));
    });
    return process;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#waitOn();
    if (this.#received < this.#needed) return;
    let buffer = Buffer.concat(this.#chunks);
    for (let used = this.#answer(buffer); used > 0; used = this.#answer(buffer)) buffer = buffer.subarray(used);
    this.#chunks = [buffer];
    this.#received = buffer.length;
    this.#waitOn();
  }

  /**
   * Gives the first answer in the buffer to the reader that waits for it. The result is the bytes that it took; 0 while it is not whole
   * yet.
   */
  #answer(buffer: Buffer): number {
    this.#needed = 0;
    const headEnd = buffer.indexOf(0x0a);
    const [wanted] = this.#wanted;
    if (headEnd < 0 || !wanted) return 0;
    const [, size] = /^[0-9a-f]+ \w+ (\d+)$/.exec(buffer.toString('latin1', 0, headEnd)) ?? [];
    if (size === undefined) {
      this.#wanted.shift();
      wanted.failed(unreadable(wanted.id));
      return headEnd + 1;
    }
    const end = headEnd + 1 + Number(size);
    if (buffer.length <= end) {
      this.#needed = end + 1;
      return 0;
    }
    this.#wanted.shift();
    // The content is copied, so that the rest of the buffer need not stay in memory.
    wanted.found(Buffer.from(buffer.subarray(headEnd + 1, end)));
    return end + 1;
  }
}

function unreadable(id: string): PolypromptError {
  return new PolypromptError('git', `The object ${id.slice(0, 12)} cannot be read from the repository.`, {
    hint: 'Check the repository with: git fsck',
  });
}
