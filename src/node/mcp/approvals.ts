import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../core/json.ts';
import { jsonObjectIn } from '../../core/jsonRead.ts';
import { type McpServer, serverHash } from '../../core/tools/mcp/mcpServer.ts';
import { configFolder } from '../files/configFolder.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { replaceFile } from '../files/replaceFile.ts';

/**
 * The MCP servers of repositories that the user has let start, in a file of their own outside of every repository. An approval is for one
 * workspace folder and the hash of everything that is started there, so that a changed command asks again.
 */
export class Approvals {
  readonly #file: string;

  constructor(folder: string = configFolder()) {
    this.#file = path.join(folder, 'mcp-approvals.json');
  }

  has(workspaceFolder: string, server: McpServer): boolean {
    return hashesOf(this.#read(), keyOf(workspaceFolder)).includes(serverHash(server));
  }

  /** Throws `storage` where the file cannot be written. */
  add(workspaceFolder: string, server: McpServer): void {
    const approved = this.#read();
    const key = keyOf(workspaceFolder);
    const hashes = [...new Set([...hashesOf(approved, key), serverHash(server)])];
    replaceFile(this.#file, `${JSON.stringify({ ...approved, [key]: hashes }, undefined, 2)}\n`);
  }

  #read(): JsonObject {
    return jsonObjectIn(readTextIfThere(this.#file) ?? '') ?? {};
  }
}

/** The folder itself and not a link to it, which may lead elsewhere tomorrow. */
function keyOf(workspaceFolder: string): string {
  try {
    return realpathSync.native(workspaceFolder);
  } catch {
    return path.resolve(workspaceFolder);
  }
}

function hashesOf(approved: JsonObject, key: string): readonly string[] {
  const hashes = approved[key];
  return Array.isArray(hashes) ? hashes.filter((hash) => typeof hash === 'string') : [];
}
