import { closeSync, mkdirSync, openAsBlob, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DeferredCall } from '../../core/batch/batchDesk.ts';
import { batchKey } from '../../core/batch/batchKey.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { BatchApi } from '../../core/providers/contract/provider.ts';
import { journalFile } from '../records/journal.ts';

/** Text is handed to the disk in pieces of this many characters. */
const pieceLength = 1 << 20;
const encoder = new TextEncoder();

/** The input of one job in a file, so that it is never in memory as a whole. */
export interface JobFile {
  readonly file: string;
  /** Ids of the requests that the job asks. */
  readonly requests: readonly string[];
  readonly variant: string | undefined;
}

/** The folder in which the inputs of a run's jobs stand while they are sent. */
export function jobFolder(storage: string, runId: string): string {
  return `${journalFile(storage, runId).replace(/\.jsonl$/, '')}.batch`;
}

/**
 * Writes calls as the inputs of jobs, as few as the vendor's limits allow, and yields each input as soon as it is full. The caller may
 * remove its file before asking for the next one. Throws `storage` when the disk refuses.
 */
export function* writeJobFiles(
  api: Pick<BatchApi, 'limits' | 'framing' | 'line'>,
  calls: Iterable<DeferredCall>,
  folder: string,
): Generator<JobFile> {
  const open = new Map<string | undefined, JobWriter>();
  let count = 0;
  const begin = (variant: string | undefined) => {
    const writer = new JobWriter(api, path.join(folder, `${++count}.jsonl`), variant);
    open.set(variant, writer);
    return writer;
  };
  try {
    mkdirSync(folder, { recursive: true });
    for (const { id, call } of calls) {
      const { text, variant } = api.line(batchKey(id), call);
      let writer = open.get(variant) ?? begin(variant);
      if (!writer.hasRoomFor(text)) {
        yield writer.finish();
        writer = begin(variant);
      }
      writer.add(id, text);
    }
    for (const writer of open.values()) yield writer.finish();
  } catch (cause) {
    if (cause instanceof PolypromptError) throw cause;
    throw new PolypromptError('storage', 'The input of a batch job cannot be written.', { cause });
  } finally {
    for (const writer of open.values()) writer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A job's input as its vendor takes it. */
export function blobOf({ file }: JobFile): Promise<Blob> {
  return openAsBlob(file);
}

class JobWriter {
  readonly #api: Pick<BatchApi, 'limits' | 'framing'>;
  readonly #file: string;
  readonly #variant: string | undefined;
  readonly #requests: string[] = [];
  readonly #descriptor: number;
  #isOpen = true;
  #waiting: string;
  #bytes: number;

  constructor(api: Pick<BatchApi, 'limits' | 'framing'>, file: string, variant: string | undefined) {
    this.#api = api;
    this.#file = file;
    this.#variant = variant;
    this.#descriptor = openSync(file, 'w');
    const { before, after } = api.framing;
    this.#waiting = before;
    this.#bytes = before.length + after.length;
  }

  /** A line that is too large by itself gets a job of its own, because its vendor explains that better than we could. */
  hasRoomFor(text: string): boolean {
    const { limits, framing } = this.#api;
    const size = Buffer.byteLength(text) + framing.between.length;
    const fits = this.#requests.length < limits.requests && this.#bytes + size <= limits.bytes;
    return this.#requests.length === 0 || fits;
  }

  add(id: string, text: string): void {
    const line = this.#requests.length === 0 ? text : `${this.#api.framing.between}${text}`;
    this.#requests.push(id);
    this.#bytes += Buffer.byteLength(line);
    this.#waiting += line;
    if (this.#waiting.length >= pieceLength) this.#flush();
  }

  finish(): JobFile {
    this.#waiting += this.#api.framing.after;
    this.#flush();
    this.close();
    return { file: this.#file, requests: this.#requests, variant: this.#variant };
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }

  #flush(): void {
    const bytes = encoder.encode(this.#waiting);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes.subarray(written));
    this.#waiting = '';
  }
}
