import type { Parameters } from '../../messages.ts';

/** How one Chat Completions server differs from another. */
export interface ChatFlags {
  readonly limitField: 'max_tokens' | 'max_completion_tokens';
  /** Undefined where a seed is not taken. */
  readonly seedField: 'seed' | 'random_seed' | undefined;
  readonly takesTopK: boolean;
  /** The highest temperature that is taken. */
  readonly temperatureLimit: number;
  /** False where only `json_object` is understood: the schema then goes into the prompt. */
  readonly takesSchema: boolean;
  /** False where log probabilities are not known, or a request for them is refused. */
  readonly givesLogProbs: boolean;
  readonly takesToolChoice: boolean;
  readonly requiredToolChoice: 'required' | 'any';
  /** How audio and documents are sent: as OpenAI takes them, or as Mistral does. */
  readonly mediaForm: 'openai' | 'mistral';
  /** False where images have to be data URLs. */
  readonly takesImageAddress: boolean;
  /** Whether a last message of the assistant is the beginning of its answer, without being asked for in another way. */
  readonly continuesAnswer: boolean;
  /** Whether usage has to be asked for with `stream_options`. */
  readonly asksForUsage: boolean;
  /** True where `completion_tokens` leaves reasoning out. */
  readonly reasoningIsExtra: boolean;
  /** Header of the answer that tells what its body does not: what it cost in USD. */
  readonly costHeader: string | undefined;
  /** Where a proxy tells limits and prices that its list of models leaves out. */
  readonly modelInfoPath: string | undefined;
  /** Settings that the server's reasoning models answer with 400. */
  readonly reasoningModelsRefuse: readonly (keyof Parameters)[];
}

/** Who is asked: flags say how its dialect differs, `who` names it in warnings. */
export interface ChatServer {
  readonly who: string;
  readonly flags: ChatFlags;
}

export const plainChat: ChatFlags = {
  limitField: 'max_tokens',
  seedField: 'seed',
  takesTopK: false,
  temperatureLimit: 2,
  takesSchema: true,
  givesLogProbs: true,
  takesToolChoice: true,
  requiredToolChoice: 'required',
  mediaForm: 'openai',
  takesImageAddress: true,
  continuesAnswer: false,
  asksForUsage: true,
  reasoningIsExtra: false,
  costHeader: undefined,
  modelInfoPath: undefined,
  reasoningModelsRefuse: [],
};
