import type { JsonObject } from '../json.ts';
import type { Message, Parameters } from '../messages.ts';
import type { RefusedFile } from '../text/otherLetters.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import type { Located } from './sourceNode.ts';

/** A file's text, or the rule that forbids reading it. */
export type FileText = { readonly text: string } | RefusedFile;

/** A prompt file of its own format as a suite uses it, partials already collected. */
export interface OpenedPrompt {
  readonly name: string;
  /** The template as it stands. */
  readonly source: string;
  /** `provider/model`. */
  readonly model?: string;
  /** The models that the file wants compared. */
  readonly models: readonly string[];
  readonly parameters: Parameters;
  /** How the calls of its model are answered, where it says so. */
  readonly toolSettings?: ToolSettings;
  /** Names of the variables that it takes. */
  readonly inputs: readonly string[];
  readonly testData: readonly Located<JsonObject>[];
  readonly evaluators: readonly Located<JsonObject>[];
  /** The place of each of its top-level keys. */
  readonly keys: Readonly<Record<string, TextRange>>;
  /** Files of cases that the prompt says are its own, relative to it. */
  readonly evals: readonly Located<string>[];
  readonly problems: readonly Problem[];
  render(vars: JsonObject): {
    readonly messages: readonly Message[];
    readonly missing: readonly string[];
    readonly problems: readonly Problem[];
  };
}

/** The access of a suite to its files: never the network, never outside of the workspace folder. Paths use `/`. */
export interface SuiteFiles {
  /** Undefined when there is no such file. */
  read(path: string): Promise<FileText | undefined>;
  /** Paths of regular files that fit a pattern of `*`, `**`, `?` and braces, sorted. */
  glob(pattern: string): Promise<readonly string[]>;
  /** Lets other work go on while a large suite is read; without it the reading does not pause. */
  pause?(): Promise<void>;
  /** Undefined when there is no such file. */
  openPrompt(path: string): Promise<OpenedPrompt | RefusedFile | undefined>;
}
