import type { JsonObject, JsonValue } from '../../src/core/json.ts';

export interface GoldenCheck {
  readonly type: string;
  readonly pass: boolean;
  readonly score: number;
}

export interface GoldenRow {
  readonly testIdx: number;
  readonly promptIdx: number;
  readonly description: string | null;
  readonly renderedPrompt: string;
  readonly output: JsonValue;
  readonly success: boolean;
  readonly score: number;
  readonly failureReason: number;
  readonly namedScores: Readonly<Record<string, number>>;
  readonly componentResults: readonly GoldenCheck[];
}

export interface Golden {
  readonly loadError?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mock?: JsonObject;
  /** What the mock server got, in order. */
  readonly requests?: readonly { readonly body: JsonObject }[];
  readonly rows?: readonly GoldenRow[];
  readonly derivedMetrics?: readonly Readonly<Record<string, number | null>>[];
}
