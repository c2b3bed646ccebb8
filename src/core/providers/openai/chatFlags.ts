import type { Parameters } from '../../messages.ts';
import { anyId, type CallIdForm } from '../mapping/callIds.ts';

/** The differences of one Chat Completions server from others. */
export interface ChatFlags {
  readonly limitField: 'max_tokens' | 'max_completion_tokens';
  /** The field for a seed; undefined where none is taken. */
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
  /** The form that the ids of calls have to have. */
  readonly callIds: CallIdForm;
  /** True where a message with calls needs the thoughts before them, or an empty text in their place. */
  readonly needsThoughts: boolean;
  /** False where nothing but the assistant may speak after the results of tools. */
  readonly takesUserAfterResults: boolean;
  /** The form in which audio and documents are sent: OpenAI's, or Mistral's. */
  readonly mediaForm: 'openai' | 'mistral';
  /** False where images have to be data URLs. */
  readonly takesImageAddress: boolean;
  /** True when a last message of the assistant is the beginning of the answer, without a further setting. */
  readonly continuesAnswer: boolean;
  /** True when usage has to be asked for with `stream_options`. */
  readonly asksForUsage: boolean;
  /** True where `completion_tokens` leaves out the tokens of reasoning, as at xAI: https://github.com/vercel/ai/pull/12425 */
  readonly reasoningIsExtra: boolean;
  /** The header with the cost of the answer in USD, which the body lacks; undefined where there is none. */
  readonly costHeader: string | undefined;
  /** The path of a proxy's second list, with the limits and prices that its list of models leaves out; undefined where there is none. */
  readonly modelInfoPath: string | undefined;
  /** Settings to which the server's reasoning models answer 400. */
  readonly reasoningModelsRefuse: readonly (keyof Parameters)[];
}

/** The server that is asked: `flags` are the differences of its dialect, and `who` is its name in warnings. */
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
  callIds: anyId,
  needsThoughts: false,
  takesUserAfterResults: true,
  mediaForm: 'openai',
  takesImageAddress: true,
  continuesAnswer: false,
  asksForUsage: true,
  reasoningIsExtra: false,
  costHeader: undefined,
  modelInfoPath: undefined,
  reasoningModelsRefuse: [],
};
