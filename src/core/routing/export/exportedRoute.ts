import type { Catalog } from '../../pricing/catalog.ts';
import type { EndpointSettings } from '../../providers/contract/endpoint.ts';
import type { Route } from '../route.ts';
import type { RouteBook } from '../routeCommand.ts';

/** What a route can be written for. */
export const exportTargets = ['litellm', 'openrouter', 'ai-sdk', 'typescript'] as const;
export type ExportTarget = (typeof exportTargets)[number];

/** What has no counterpart where the route goes. `key` is its place in `polyprompt.yaml`: `safe.cooldown.window`. */
export interface ExportNote {
  readonly key: string;
  readonly message: string;
}

export interface ExportedRoute {
  readonly text: string;
  readonly language: 'yaml' | 'json' | 'typescript';
  readonly notes: readonly ExportNote[];
}

/** A route and what its export has to know besides. */
export interface RouteExport {
  readonly route: Route;
  /** The other routes, what they learnt, and prices. */
  readonly book: RouteBook;
  readonly catalog: Catalog;
  /** Addresses that the user has set, by provider. They are written out; keys never are. */
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
}

/** Collects notes; the same is said once. */
export class ExportNotes {
  readonly list: ExportNote[] = [];

  add(key: string, message: string): void {
    if (!this.list.some((note) => note.key === key && note.message === message)) this.list.push({ key, message });
  }
}
