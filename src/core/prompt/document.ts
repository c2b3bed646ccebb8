import type { JsonObject, JsonValue } from '../json.ts';
import type { Message, OutputFormat, Parameters, ToolDefinition } from '../messages.ts';
import type { RefusedFile } from '../text/otherLetters.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';

/** A prompt file's text and its path, of which only the name is looked at. */
export interface PromptFile {
  readonly path: string;
  readonly text: string;
  /** Schemas that the file may name. */
  readonly schemas?: ReadonlyMap<string, JsonObject>;
  /** The sources that `${env:…}` and `${file:…}` of a `.prompty` may read; none when absent. */
  readonly references?: PromptReferences;
}

/** The only sources from outside that a prompt file may read. */
export interface PromptReferences {
  readonly environment?: Readonly<Record<string, string>>;
  /** A file's text by its path relative to the prompt, or the rule that forbids reading it; undefined when there is no such file. */
  readonly file?: (path: string) => string | RefusedFile | undefined;
}

export type PromptFormat = 'dotprompt' | 'github' | 'text' | 'prompty' | 'litellm';

/** A value with the place it was read from. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** The form in which the messages are written. Each kind has one renderer in `renderPrompt.ts`; nothing is evaluated outside of these. */
export type Template =
  /** Handlebars with dotprompt's helpers; roles are markers inside the one source. */
  | { readonly kind: 'dotprompt'; readonly source: string; readonly range: TextRange }
  /** Messages with literal `{{name}}` places (GitHub, plain text). */
  | { readonly kind: 'placeholders'; readonly messages: readonly PlaceholderMessage[] }
  | RoleLineTemplate;

/** Jinja or Mustache in which lines such as `user:` start messages. */
export interface RoleLineTemplate {
  readonly kind: 'role-lines';
  readonly dialect: 'prompty-1' | 'prompty-2' | 'litellm';
  readonly engine: 'jinja2' | 'mustache';
  readonly source: string;
  readonly range: TextRange;
  /** Inputs that are messages or an image rather than text. */
  readonly richInputs: Readonly<Record<string, 'thread' | 'image'>>;
}

export interface PlaceholderMessage {
  readonly role: Message['role'];
  readonly source: string;
  readonly range: TextRange;
}

/** A variable that the template names. `ranges` are its uses, in order of appearance. */
export interface TemplateVariable {
  readonly name: string;
  readonly ranges: readonly TextRange[];
}

/** A prompt file as read: every part with its place, and the problems found. Reading never throws for bad content. */
export interface PromptDocument {
  readonly format: PromptFormat;
  /** File name without folder, variant and extension. */
  readonly name: string;
  readonly variant?: string;
  readonly description?: string;
  /** The file's own version, else the first 8 hex digits of the content's SHA-1. */
  readonly version?: string;
  /** `provider/model` in our spelling (`googleai/x` reads as `google/x`); the range is the value in the file. */
  readonly model?: Located<string>;
  /** The models under `polyprompt.models`. */
  readonly models: readonly Located<string>[];
  /** The files of cases under `polyprompt.evals`. */
  readonly evals: readonly Located<string>[];
  /** Settings and tool choice; tools and output format stand beside them. */
  readonly parameters: Parameters;
  /** The place of each setting in the file, by `Parameters` field. */
  readonly parameterRanges: Readonly<Partial<Record<keyof Parameters, TextRange>>>;
  readonly input: {
    /** JSON Schema of the variables, with picoschema already converted. */
    readonly schema?: JsonObject;
    readonly defaults: JsonObject;
    readonly range?: TextRange;
    /** The place in the schema that declares each variable. */
    readonly fieldRanges?: Readonly<Record<string, TextRange>>;
  };
  readonly output?: OutputFormat;
  readonly tools: readonly ToolDefinition[];
  /** Tools named but not defined in the file. */
  readonly toolNames: readonly Located<string>[];
  /** How the calls of its model are answered, where it says so. */
  readonly toolSettings?: ToolSettings;
  readonly template: Template;
  readonly variables: readonly TemplateVariable[];
  /** Names of the partials that the template includes directly. */
  readonly partials: readonly Located<string>[];
  readonly testData: readonly Located<JsonObject>[];
  readonly evaluators: readonly Located<JsonObject>[];
  /** Extension keys: `ext['a.b'].c` for `a.b.c` in the file. */
  readonly ext: Readonly<Record<string, JsonObject>>;
  /** The frontmatter (or whole YAML file) as it stands, unknown keys included. */
  readonly raw: JsonObject;
  /** Place of each top-level key in `raw`. */
  readonly keyRanges: Readonly<Record<string, TextRange>>;
  readonly problems: readonly Problem[];
}

/** The values with which a prompt is rendered. */
export interface RenderInput {
  readonly inputs: JsonObject;
  readonly history?: readonly Message[];
  /** Reached as `@key` in dotprompt. */
  readonly context?: JsonObject;
  /** Reached as `@metadata.docs`. */
  readonly docs?: JsonValue;
  readonly partials?: ReadonlyMap<string, string>;
}

/** A rendering. `missing` names variables that the template uses and that have no value: a run with any of these must not start. */
export interface RenderedPrompt {
  readonly messages: readonly Message[];
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
}

/** A variable for a form: name, JSON type, default, and the description that the schema has. */
export interface InputField {
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'any';
  readonly description?: string;
  readonly options?: readonly JsonValue[];
  readonly required: boolean;
  readonly default?: JsonValue;
}
