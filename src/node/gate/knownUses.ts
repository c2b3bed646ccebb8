import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { AlikeNames } from '../../core/text/alikeNames.ts';
import { cacheSecret } from '../cache/cacheSecret.ts';
import { Seal } from '../cache/seal.ts';
import { requireOwnPlace } from '../files/ownPlace.ts';
import { replaceFile } from '../files/replaceFile.ts';
import type { FileVersion } from '../git/fileVersion.ts';
import type { GitRepository } from '../git/gitRepository.ts';
import { FileUses } from './fileUses.ts';

/** The version of what is remembered. It is raised when suites are read in another way and may therefore read other files. */
const format = 4;

/**
 * Remembers from one gate run to the next which files each suite reads, so that a change to other files costs no reading. What a suite
 * reads follows from the files that it has read: it stays known as long as Git has them all under the same ids, and the same names wherever
 * it looked for a pattern. This holds only for versions that Git keeps. The records are stored beside the cached answers, once there are
 * any.
 */
export class KnownUses {
  readonly #version: FileVersion;
  readonly #repository: GitRepository;
  readonly #folders = new Map<string, SuiteRecords>();
  readonly #alike: AlikeNames;
  #names: string | undefined;
  #seal: Seal | undefined;

  constructor(version: FileVersion, repository: GitRepository) {
    this.#version = version;
    this.#alike = new AlikeNames(version.paths);
    this.#repository = repository;
  }

  /** What a suite reads; undefined when the suite has to be read. */
  of(suite: string, workspaceFolder: string): FileUses | undefined {
    const record = this.#recordsIn(workspaceFolder)?.suites.get(suite);
    if (!record || !isJsonObject(record['files']) || !Array.isArray(record['patterns'])) return undefined;
    const uses = new FileUses(workspaceFolder);
    for (const [name, id] of Object.entries(record['files'])) {
      const file = path.join(workspaceFolder, name);
      if ((this.#idOf(file) ?? null) !== id) return undefined;
      // The file did not exist before and now has a name that is alike, so something else is said of it.
      if (id === null && this.#alike.instead(this.#repository.nameOf(file)) !== undefined) return undefined;
      uses.files.set(name, id !== null);
    }
    for (const pattern of record['patterns']) if (typeof pattern === 'string') uses.patterns.add(pattern);
    return uses.patterns.size > 0 && record['names'] !== this.#hashOfNames() ? undefined : uses;
  }

  keep(suite: string, workspaceFolder: string, uses: FileUses): void {
    const records = this.#recordsIn(workspaceFolder);
    if (!records) return;
    const record = this.#recordOf(workspaceFolder, uses);
    records.hasChanged = true;
    if (record) records.suites.set(suite, record);
    else records.suites.delete(suite);
  }

  /** The records are written whole or not at all. What could not be written is found out again next time. */
  save(): void {
    for (const [folder, { suites, hasChanged }] of this.#folders) {
      if (!hasChanged) continue;
      const file = fileIn(folder);
      const own = [...suites].filter(([suite]) => this.#version.paths.has(suite));
      try {
        requireOwnPlace(file);
        replaceFile(file, this.#ownSeal.line({ format, suites: Object.fromEntries(own) }));
      } catch {
        return;
      }
    }
  }

  /** The record of a suite; undefined where more than its files decides what it reads: a link, a submodule, or a file that was refused. */
  #recordOf(workspaceFolder: string, uses: FileUses): JsonObject | undefined {
    const files = [...uses.files].map(([name, isThere]) => {
      return { name, isThere, id: this.#idOf(path.join(workspaceFolder, name)) };
    });
    const isKnown = files.every(({ isThere, id }) => isThere === (id !== undefined) && !/^1[26]/.test(id ?? ''));
    if (!uses.isCertain || !isKnown) return undefined;
    return {
      files: Object.fromEntries(files.map(({ name, id }) => [name, id ?? null])),
      patterns: [...uses.patterns],
      ...(uses.patterns.size > 0 ? { names: this.#hashOfNames() } : {}),
    };
  }

  #idOf(file: string): string | undefined {
    return this.#version.idOf?.(this.#repository.nameOf(file));
  }

  #hashOfNames(): string {
    this.#names ??= createHash('sha256')
      .update([...this.#version.paths].sort().join('\0'))
      .digest('hex');
    return this.#names;
  }

  get #ownSeal(): Seal {
    this.#seal ??= new Seal(cacheSecret());
    return this.#seal;
  }

  /**
   * The records in a folder; undefined where nothing is kept. A file that came with the repository was not written by us and is not
   * believed.
   */
  #recordsIn(folder: string): SuiteRecords | undefined {
    const known = this.#folders.get(folder);
    if (known || !this.#version.idOf) return known;
    const file = fileIn(folder);
    if (!existsSync(path.dirname(file)) || this.#idOf(file) !== undefined) return undefined;
    const records = { suites: readRecords(file, this.#ownSeal), hasChanged: false };
    this.#folders.set(folder, records);
    return records;
  }
}

interface SuiteRecords {
  readonly suites: Map<string, JsonObject>;
  hasChanged: boolean;
}

function fileIn(workspaceFolder: string): string {
  return path.join(workspaceFolder, '.polyprompt', 'cache', 'suites.json');
}

/** The records by suite; none from a file that was not written with this user's secret. */
function readRecords(file: string, seal: Seal): Map<string, JsonObject> {
  try {
    const opened = seal.open(readFileSync(file, 'utf8'));
    const parsed: JsonValue = opened === undefined ? null : JSON.parse(opened);
    if (!isJsonObject(parsed) || parsed['format'] !== format || !isJsonObject(parsed['suites'])) return new Map();
    return new Map(
      Object.entries(parsed['suites']).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
    );
  } catch {
    return new Map();
  }
}
