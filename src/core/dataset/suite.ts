import type { JsonObject, JsonValue } from '../json.ts';
import type { Message, Parameters } from '../messages.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { YamlPath } from '../text/yamlSource.ts';
import type { KnownServers } from '../tools/mcp/knownServers.ts';
import type { McpServer } from '../tools/mcp/mcpServer.ts';
import type { Recordings } from '../tools/mcp/recording.ts';
import type { ToolRule, ToolSettings } from '../tools/toolSettings.ts';
import type { Requirement } from './requirement.ts';
import type { Trust } from './trust.ts';

/** A place in a file: the path, as the reader was given it, and a span of the text. */
export interface SourcePlace {
  readonly file: string;
  readonly range: TextRange;
}

/** One check, in promptfoo's vocabulary. `type` is without its `not-` prefix; an unknown type is kept and named, never guessed. */
export interface Assertion {
  readonly type: string;
  readonly negated: boolean;
  readonly value?: JsonValue;
  /** JavaScript over `output` and `context` that gives the value. */
  readonly valueScript?: string;
  readonly threshold?: number;
  /** 1 when absent; 0 is counted as passed. */
  readonly weight?: number;
  /** The named score this check adds to. */
  readonly metric?: string;
  readonly config?: JsonObject;
  /** The judge of a model-graded check: `provider/model`. */
  readonly judge?: string;
  /** Several judges, in place of `judge`: the majority decides. */
  readonly judges?: readonly string[];
  /** With what a check of preference compares the answer: `head`, `all`, or the name or model of a target. */
  readonly against?: string;
  /** The model for embeddings of a check that compares meanings: `provider/model`. */
  readonly embedder?: string;
  /** A judge's prompt in place of the default: text or messages. */
  readonly rubricPrompt?: JsonValue;
  /** JavaScript over `output` and `context`, run in the sandbox before the check. */
  readonly transform?: string;
  readonly contextTransform?: string;
  /** The index of the user's turn whose answer it looks at, from 0; absent for the last answer. */
  readonly turn?: number;
  /** The reason why it cannot be carried out, as far as reading has shown: it then ends in an error, negated or not. */
  readonly fault?: string;
  readonly place?: SourcePlace;
}

/** Checks that count as one. */
export interface AssertionSet {
  readonly type: 'assert-set';
  readonly assert: readonly Assertion[];
  readonly threshold?: number;
  readonly weight?: number;
  readonly metric?: string;
  readonly config?: JsonObject;
  /** See `Assertion`. */
  readonly turn?: number;
  readonly place?: SourcePlace;
}

export type Check = Assertion | AssertionSet;

/** The settings of a case beside its variables and checks. Keys are as in promptfoo's `options`, spelt out. */
export interface CaseOptions {
  readonly prefix?: string;
  readonly suffix?: string;
  /** JavaScript that changes the answer before the checks. */
  readonly transform?: string;
  readonly transformVars?: string;
  readonly disableVarExpansion?: boolean;
  readonly disableDefaultAsserts?: boolean;
  /** Keeps earlier answers out of `_conversation`. */
  readonly disableConversationVar?: boolean;
  readonly rubricPrompt?: JsonValue;
  /** Default judge of the case. */
  readonly judge?: string;
  readonly embedder?: string;
  readonly factuality?: JsonObject;
  /** The answer becomes a variable of this name in the cases that follow. */
  readonly storeOutputAs?: string;
  /** Settings that go before the target's own. */
  readonly parameters?: Parameters;
}

/** What the user says after an answer, and the checks of the answer to it. The text is rendered over the case's variables. */
export interface CaseTurn {
  readonly user: string;
  readonly checks: readonly Check[];
  readonly place: SourcePlace;
}

/** A user that another model plays. It has `instructions` or a `goal`, or both; none of its texts but `first` may reach the tested model. */
export interface SimulatedUser {
  readonly instructions?: string;
  readonly persona?: string;
  readonly goal?: string;
  /** The text by which it ends the conversation. */
  readonly stop?: string;
  /** The most messages that it sends, the opening one included. */
  readonly maxTurns?: number;
  /** `provider/model`. */
  readonly model?: string;
  /** True when checks see the whole conversation as the output, in promptfoo's form, not the last answer alone. */
  readonly isGradedWhole?: true;
  /** Its opening message; without it the last message of the rendered prompt opens. */
  readonly first?: string;
}

/** One case after defaults, scenarios and variable matrices are worked out. */
export interface EvalCase {
  /** Stable over edits elsewhere in the file: made of content, never of position. */
  readonly id: string;
  /** The name that the suite gives it (`id:`): the same case keeps it whatever else of it is edited. */
  readonly key?: string;
  readonly description?: string;
  readonly vars: JsonObject;
  readonly checks: readonly Check[];
  readonly threshold?: number;
  readonly metadata: JsonObject;
  readonly options: CaseOptions;
  /** Labels or globs of the prompts it runs on; all when absent. */
  readonly prompts?: readonly string[];
  readonly targets?: readonly string[];
  /** Variables that JavaScript makes when the case runs, by name. */
  readonly varScripts?: Readonly<Record<string, string>>;
  /** An answer that is graded in place of a model's; no model is asked. */
  readonly providedOutput?: JsonValue;
  /** How the calls of the model are answered, before the prompt's and the suite's own rules. */
  readonly tools?: ToolSettings;
  /** What the user says after the first answer, turn by turn; their checks stand in `checks` as well. */
  readonly turns?: readonly CaseTurn[];
  /** Who says something after the first answer, in place of fixed turns. */
  readonly simulatedUser?: SimulatedUser;
  readonly place: SourcePlace;
}

/** A prompt of a suite: how to render it for a case. */
export interface SuitePrompt {
  readonly label: string;
  /** Another name by which cases may choose it. */
  readonly id?: string;
  /** The template as it stands, before any variable. */
  readonly raw: string;
  readonly place?: SourcePlace;
  /** The messages that are sent for a case. Throws `PolypromptError` `missing-input` or `invalid-prompt`. */
  render(vars: JsonObject, options?: CaseOptions): { readonly messages: readonly Message[]; readonly text: string };
  readonly parameters: Parameters;
  /** True when the parameters stand in the suite: they go before a target's. Those of a prompt file go behind a target's. */
  readonly settingsGoFirst?: true;
  /** How the calls of the model are answered. */
  readonly tools?: ToolSettings;
  /** JavaScript that makes the prompt when a case runs; the result of `render` is then a guess. */
  readonly script?: string;
  /** The prompt file that it was read from. */
  readonly file?: string;
  /** Where its text stands, where that is no prompt file. */
  readonly textFile?: TextFile;
  /** Set on a variant: its name. */
  readonly variant?: string;
  /** All variants that the prompt has; `variantFor` gives the one that a model gets, undefined for the prompt itself. */
  readonly variants?: readonly SuitePrompt[];
  readonly variantFor?: (model: string) => SuitePrompt | undefined;
}

/** A text of a prompt within a file: the whole of a text file, or a value in the suite. */
export interface TextFile {
  readonly file: string;
  /** Where the text stands in a YAML or JSON file; absent where the file is the prompt. */
  readonly path?: YamlPath;
  /** The prompt as another text of the file has it. Throws `PolypromptError` `invalid-prompt` where there is none in it. */
  reread(text: string): SuitePrompt;
}

export interface SuiteTarget {
  /** Unique in the suite: the label, else the model id. */
  readonly id: string;
  /** `provider/model`. */
  readonly model: string;
  readonly parameters: Parameters;
  readonly prompts?: readonly string[];
  readonly transform?: string;
  readonly delayMs?: number;
  /** The mocks that stand with the tools of its settings; they come behind a prompt's rules. */
  readonly tools?: ToolSettings;
  /** The functions of promptfoo's `functionToolCallbacks`, as rules: their results are the answer. */
  readonly callbacks?: readonly ToolRule[];
  /** True for a target that a case has brought along: it answers the cases that name it, and no others. */
  readonly isCaseOwn?: true;
}

export interface DerivedMetric {
  readonly name: string;
  /** An expression over named scores. */
  readonly value: string;
}

/** Prompts x cases x targets, with how to judge them. Reading never throws: anything wrong or unsupported is a problem with its place. */
export interface Suite {
  readonly name: string;
  readonly file: string;
  readonly prompts: readonly SuitePrompt[];
  readonly targets: readonly SuiteTarget[];
  readonly cases: readonly EvalCase[];
  readonly derivedMetrics: readonly DerivedMetric[];
  /** What the figures have to come to, in place of every row passing. */
  readonly requirements?: readonly Requirement[];
  readonly judge?: string;
  /** How far judges have to agree with people before the gate lets them decide; without it all decide. */
  readonly trust?: Trust;
  /** The model for embeddings where no check or case names one: `provider/model`. */
  readonly embedder?: string;
  /** Runs per case; 1 unless said. */
  readonly repeat: number;
  readonly concurrency?: number;
  /** How the calls of models are answered where neither case nor prompt says so. */
  readonly tools?: ToolSettings;
  /** Where the suite itself names each MCP server first. */
  readonly serverPlaces?: ReadonlyMap<string, SourcePlace>;
  /** The MCP servers whose tools its cells may get: as they are recorded, or as they answer now. */
  readonly servers?: KnownServers;
  /** What is recorded of MCP servers beside the suite. */
  readonly recordings?: Recordings;
  /** The MCP servers that `polyprompt.yaml` names. */
  readonly projectServers?: ReadonlyMap<string, McpServer>;
  /** Models that `polyprompt.yaml` names for a tier, in place of the catalog's. */
  readonly tiers?: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly (Problem & { readonly file: string })[];
  /** The definition behind a target that is no model (a route), which is part of what makes an answer; undefined for a model. */
  readonly definitionOf?: (model: string) => JsonObject | undefined;
}
