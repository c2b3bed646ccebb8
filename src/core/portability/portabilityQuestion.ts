import type { JsonObject } from '../json.ts';
import type { Message } from '../messages.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { CountTokens } from '../pricing/promptTokens.ts';
import type { RunStatistics } from '../pricing/runStatistics.ts';
import type { PromptDocument } from '../prompt/document.ts';
import type { ProviderRegistry } from '../providers/registry.ts';

/** A prompt as it would be sent, and to whom. */
export interface PortabilityQuestion {
  /** The file's text, and the document that was read from it. */
  readonly text: string;
  readonly document: PromptDocument;
  readonly messages: readonly Message[];
  /** The values from which the messages were made. */
  readonly inputs: JsonObject;
  /** The models, as `provider/model`. */
  readonly models: readonly string[];
}

export interface PortabilityKnowledge {
  readonly registry: ProviderRegistry;
  readonly catalog: Catalog;
  readonly countTokens: CountTokens;
  /** True where no tokenizer counts, and tokens are guessed from the length. */
  readonly isGuessed?: boolean;
  /** The figures of earlier runs on each vendor's tokens. */
  readonly statistics?: RunStatistics;
}
