import type { Catalog } from '../../pricing/catalog.ts';
import type { EndpointSettings } from '../../providers/contract/endpoint.ts';
import type { Route } from '../route.ts';
import type { RouteBook } from '../routeCommand.ts';

/** The forms that a route can be written in. */
export const exportTargets = ['litellm', 'openrouter', 'ai-sdk', 'typescript'] as const;
export type ExportTarget = (typeof exportTargets)[number];

/** A part of a route that has no counterpart in the target. `key` is its place in `polyprompt.yaml`: `safe.cooldown.window`. */
export interface ExportNote {
  readonly key: string;
  readonly message: string;
}

export interface ExportedRoute {
  readonly text: string;
  readonly language: 'yaml' | 'json' | 'typescript';
  readonly notes: readonly ExportNote[];
}

/** A route, and the facts that its export needs beside it. */
export interface RouteExport {
  readonly route: Route;
  /** The other routes, what they have learnt, and prices. */
  readonly book: RouteBook;
  readonly catalog: Catalog;
  /** The addresses that the user has set, by provider. They are written out; keys never are. */
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
}

/** Collects notes; an equal note is kept once. */
export class ExportNotes {
  readonly list: ExportNote[] = [];

  add(key: string, message: string): void {
    if (!this.list.some((note) => note.key === key && note.message === message)) this.list.push({ key, message });
  }
}
