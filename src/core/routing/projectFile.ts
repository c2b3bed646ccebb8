import type { Trust } from '../dataset/trust.ts';
import type { JsonValue } from '../json.ts';
import type { Tier } from '../pricing/catalog.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { McpServer } from '../tools/mcp/mcpServer.ts';
import type { Route } from './route.ts';

/** The file in the root of a workspace folder with its settings. */
export const projectFileName = 'polyprompt.yaml';

/** A rule for variants: the prompt's file of this name is used for models that fit the pattern, such as `anthropic/*` for `claude`. */
export interface VariantRule {
  readonly pattern: string;
  readonly variant: string;
  readonly range: TextRange;
}

/** The contents of `polyprompt.yaml`. Nothing in it chooses where a key goes. */
export interface ProjectFile {
  readonly routes: ReadonlyMap<string, Route>;
  /** The models of tiers, in place of the catalog's; in the order of the file. */
  readonly tiers: ReadonlyMap<Tier, readonly string[]>;
  /** The rules for variants; the first that fits decides. */
  readonly variants: readonly VariantRule[];
  /** Schemas that prompts may name, as they are written: Picoschema or JSON Schema. */
  readonly schemas: ReadonlyMap<string, JsonValue>;
  /** The model (`provider/model`) that grades where neither a check nor its suite names one. */
  readonly judge?: string;
  /** How far judges have to agree with people before the gate lets them decide, where a suite does not say. */
  readonly trust?: Trust;
  /** The model (`provider/model`) for embeddings where neither a check nor its suite names one. */
  readonly embedder?: string;
  /** The MCP servers that prompts and suites may name; none of them starts by itself. */
  readonly mcpServers: ReadonlyMap<string, McpServer>;
  readonly problems: readonly (Problem & { readonly file: string })[];
}

export const emptyProject: ProjectFile = {
  routes: new Map(),
  tiers: new Map(),
  variants: [],
  schemas: new Map(),
  mcpServers: new Map(),
  problems: [],
};
