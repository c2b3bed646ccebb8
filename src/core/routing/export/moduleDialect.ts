import type { Vendor } from './vendor.ts';

/** How an exported TypeScript file asks models: by which packages, and in which words errors say what was wrong. */
export interface ModuleDialect {
  /** Named in the first line of the file. */
  readonly packages: (vendors: readonly Vendor[]) => readonly string[];
  readonly imports: (vendors: readonly Vendor[]) => readonly string[];
  /** One for each provider. */
  readonly client: (vendor: Vendor, variable: string) => string;
  /** An expression over `request` that gives a `Reply`. */
  readonly call: (vendor: Vendor, variable: string) => string;
  /** The functions that the calls use. */
  readonly functions: (vendors: readonly Vendor[]) => readonly string[];
  /** `statusOf`, `bodyOf` and `headerOf`. */
  readonly errors: string;
}

/** `'it''s'` as TypeScript writes it. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Who can be reached: the address is known, or set. */
export function isReachable({ baseUrl, kind, provider }: Vendor): boolean {
  return baseUrl !== undefined || kind === provider;
}

/** Where a key is read from when the program starts; without one the vendor refuses, and the route moves on. */
export function keyOf({ keyVariable }: Vendor): string {
  return keyVariable === undefined ? quoted('none') : `process.env[${quoted(keyVariable)}] ?? 'none'`;
}
