import type { Vendor } from './vendor.ts';

/** The way in which an exported TypeScript file asks models: by which packages, and in which words errors report what was wrong. */
export interface ModuleDialect {
  /** The packages, which the first line of the file names. */
  readonly packages: (vendors: readonly Vendor[]) => readonly string[];
  readonly imports: (vendors: readonly Vendor[]) => readonly string[];
  /** The code that makes a client, one for each provider. */
  readonly client: (vendor: Vendor, variable: string) => string;
  /** An expression over `request` that gives a `Reply`. */
  readonly call: (vendor: Vendor, variable: string) => string;
  /** The functions that the calls use. */
  readonly functions: (vendors: readonly Vendor[]) => readonly string[];
  /** The functions `statusOf`, `bodyOf` and `headerOf`. */
  readonly errors: string;
}

/** A text as TypeScript writes it in single quotes. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** True for a vendor with a known address, or one that the user has set. */
export function isReachable({ baseUrl, kind, provider }: Vendor): boolean {
  return baseUrl !== undefined || kind === provider;
}

/** The expression that reads a key when the program starts; without a key the vendor refuses, and the route moves on. */
export function keyOf({ keyVariable }: Vendor): string {
  return keyVariable === undefined ? quoted('none') : `process.env[${quoted(keyVariable)}] ?? 'none'`;
}
