import { type FinishReason, finishReasons } from '../../messages.ts';

const endMeanings = [...finishReasons, 'broken'] as const;

/** The meaning of a vendor's word for an end. `broken`: the answer was thrown away or cut off, and is no answer of the model. */
type EndMeaning = (typeof endMeanings)[number];

/** Every known word, in small letters and with `_` between its parts. */
const words: Readonly<Record<EndMeaning, readonly string[]>> = {
  stop: ['stop', 'eos', 'eos_token', 'end', 'end_turn', 'stop_sequence', 'complete', 'completed', 'finished'],
  // `continuation` is Google's word for an answer that would go on in another request.
  length: [
    'length',
    'max_length',
    'max_tokens',
    'max_output_tokens',
    'max_completion_tokens',
    'model_length',
    'model_context_window_exceeded',
    'continuation',
  ],
  'tool-calls': ['tool_calls', 'tool_call', 'tool_use', 'function_call'],
  'content-filter': [
    'content_filter',
    'content_filtered',
    'guardrail_intervened',
    'sensitive',
    'safety',
    'recitation',
    'language',
    'blocklist',
    'prohibited_content',
    'spii',
    'image_safety',
    'image_recitation',
    'image_prohibited_content',
  ],
  refusal: ['refusal'],
  // Google's words are at https://ai.google.dev/api/generate-content#FinishReason (its chat wire writes
  // `function_call_filter: ...`), DeepSeek's at https://api-docs.deepseek.com/api/create-chat-completion; vLLM and SGLang say
  // `abort`.
  broken: [
    'malformed_function_call',
    'malformed_response',
    'missing_thought_signature',
    'unexpected_tool_call',
    'too_many_tool_calls',
    'function_call_filter',
    'finish_reason_unspecified',
    'other',
    'image_other',
    'no_image',
    'insufficient_system_resource',
    'abort',
    'aborted',
    'cancel',
    'canceled',
    'cancelled',
    'interrupted',
    'incomplete',
    'in_progress',
    'queued',
    'error',
    'failed',
    'network_error',
    'timeout',
    'unknown',
  ],
};

const meanings: ReadonlyMap<string, EndMeaning> = new Map(
  endMeanings.flatMap((meaning) => words[meaning].map((word) => [word, meaning])),
);

/** The meaning of a vendor's word, in any capitals and with any sign between its parts; `other` for an unknown word. */
export function meaningOfEnd(word: string): EndMeaning | 'other' {
  // Nearly every word comes as it stands in the list, and each answer brings one.
  const asItCame = meanings.get(word);
  if (asItCame) return asItCame;
  const spelling = finishSpelling(word);
  return meanings.get(spelling) ?? meanings.get(spelling.split(':')[0] ?? '') ?? 'other';
}

/** The finish reason of an answer by the same words; `AnswerEnd` reports a broken end. */
export function finishReasonOf(word: string): FinishReason {
  const meaning = meaningOfEnd(word);
  return meaning === 'broken' ? 'other' : meaning;
}

/** The one spelling of `content_filter`, `content-filter`, `Content Filter`, `contentFilter` and `FINISH_REASON_CONTENT_FILTER`. */
export function finishSpelling(word: string): string {
  const parted = word.trim().replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return parted
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
    .replace(/^finish_reason_(?!unspecified)/, '');
}

/** promptfoo's word for an end; the vendor's own where promptfoo has none. */
export function foreignFinishReason(reason: FinishReason, word: string | null | undefined): string {
  return reason === 'other' ? (word ?? reason) : reason.replaceAll('-', '_');
}
