import * as vscode from 'vscode';
import type { BoundKey } from '../../core/environment.ts';
import { isJsonObject } from '../../core/json.ts';

const prefix = 'polyprompt.key.';

/**
 * API keys in the editor's secret storage, each bound to the provider and origin that it was entered for. When that storage fails, as with
 * a locked keyring, keys live in memory until the window closes, and `isVolatile` says so.
 */
export class KeyStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #session = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  /** Names of the keys that exist, so that views need not read secrets; refreshed by `load`. */
  readonly #known = new Set<string>();
  #isVolatile = false;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#listening = secrets.onDidChange((event) => {
      if (event.key.startsWith(prefix)) this.#changed.fire();
    });
  }

  get isVolatile(): boolean {
    return this.#isVolatile;
  }

  /** The key for exactly this provider and origin. */
  async get(provider: string, origin: string): Promise<BoundKey | undefined> {
    const name = secretName(provider, origin);
    const stored = this.#session.get(name) ?? (await this.#read(name));
    const bound = stored === undefined ? undefined : parseBound(stored);
    if (bound) this.#known.add(name);
    else this.#known.delete(name);
    return bound?.origin === origin ? bound : undefined;
  }

  /** Whether there was a key at the last look, for views that cannot wait. */
  isKnown(provider: string, origin: string): boolean {
    return this.#known.has(secretName(provider, origin));
  }

  async set(provider: string, bound: BoundKey): Promise<void> {
    const name = secretName(provider, bound.origin);
    const value = JSON.stringify(bound);
    try {
      await this.#secrets.store(name, value);
    } catch {
      this.#isVolatile = true;
      this.#session.set(name, value);
    }
    this.#known.add(name);
    this.#changed.fire();
  }

  async clear(provider: string, origin: string): Promise<void> {
    const name = secretName(provider, origin);
    this.#session.delete(name);
    this.#known.delete(name);
    await this.#secrets.delete(name);
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    this.#session.clear();
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(name);
    } catch {
      this.#isVolatile = true;
      return undefined;
    }
  }
}

/**
 * The name under which the value of a header is kept. Like keys, it belongs to one origin. No provider's id holds a colon, so the names
 * cannot meet.
 */
export function secretOwner(name: string): string {
  return `header:${name}`;
}

function secretName(provider: string, origin: string): string {
  return `${prefix}${provider}@${origin}`;
}

function parseBound(stored: string): BoundKey | undefined {
  try {
    const value: unknown = JSON.parse(stored);
    if (!isJsonObject(value)) return undefined;
    const { key, origin } = value;
    return typeof key === 'string' && typeof origin === 'string' ? { key, origin } : undefined;
  } catch {
    return undefined;
  }
}
