import type { Tier } from '../pricing/catalog.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/range.ts';
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
  readonly problems: readonly (Problem & { readonly file: string })[];
}

export const emptyProject: ProjectFile = { routes: new Map(), tiers: new Map(), variants: [], problems: [] };
