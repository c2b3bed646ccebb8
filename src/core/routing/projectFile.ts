import type { JsonValue } from '../json.ts';
import type { Tier } from '../pricing/catalog.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { Route } from './route.ts';

/** Where the settings of a workspace folder stand, in its root. */
export const projectFileName = 'polyprompt.yaml';

/** The prompt's file of this name is used for models that fit the pattern: `anthropic/*` -> `claude`. */
export interface VariantRule {
  readonly pattern: string;
  readonly variant: string;
  readonly range: TextRange;
}

/** What `polyprompt.yaml` says. Nothing in it chooses where a key goes. */
export interface ProjectFile {
  readonly routes: ReadonlyMap<string, Route>;
  /** In place of the catalog's; in the order of the file. */
  readonly tiers: ReadonlyMap<Tier, readonly string[]>;
  /** The first that fits decides. */
  readonly variants: readonly VariantRule[];
  /** Schemas that prompts may name, as they are written: Picoschema or JSON Schema. */
  readonly schemas: ReadonlyMap<string, JsonValue>;
  /** `provider/model` that grades where neither a check nor its suite names one. */
  readonly judge?: string;
  /** `provider/model` for embeddings, likewise. */
  readonly embedder?: string;
  readonly problems: readonly (Problem & { readonly file: string })[];
}

export const emptyProject: ProjectFile = {
  routes: new Map(),
  tiers: new Map(),
  variants: [],
  schemas: new Map(),
  problems: [],
};
