import { isJsonObject, type JsonObject } from '../../json.ts';
import { listAt, objectAt, textAt } from '../../jsonRead.ts';

/** The kinds of model that answer in words: LiteLLM's `mode`, Together's and LM Studio's `type`. */
const chatKinds = new Set(['chat', 'responses', 'completion', 'language', 'code', 'llm', 'vlm']);
const otherKinds =
  /^(embeddings?|image|image_generation|image_edit|audio|audio_speech|audio_transcription|transcribe|rerank|reranker|moderation|video|video_generation|realtime|vector_store|ocr|search)$/;
/** Names that are never given to a model that answers in words. */
const otherNames =
  /embed|rerank|(?:^|[-_/])(?:bge|e5|gte|minilm|tts|imagen|veo|sora|whisper|dall-e|clip)(?:[-_.:]|\d|$)|(?:^|[-_/])(?:gpt-image|omni-moderation|text-moderation)|-(?:tts|transcribe)(?:-|$)/i;

/** False for models that embed, draw, speak or sort. The list of models decides where it says so, else the name. */
export function isForChat(model: string, entry: JsonObject): boolean {
  return toldKind(entry) ?? !otherNames.test(model);
}

function toldKind(entry: JsonObject): boolean | undefined {
  const kind = (textAt(entry, 'mode') ?? textAt(entry, 'type') ?? '').toLowerCase();
  if (otherKinds.test(kind)) return false;
  if (chatKinds.has(kind)) return true;
  // Mistral's list says what each model can do, Google's by which methods it is called, and OpenRouter's what comes out.
  const canChat = isJsonObject(entry['capabilities']) ? entry['capabilities']['completion_chat'] : undefined;
  if (typeof canChat === 'boolean') return canChat;
  const methods = [...listAt(entry, 'supportedGenerationMethods'), ...listAt(entry, 'supportedActions')];
  if (methods.length > 0) return methods.includes('generateContent') ? undefined : false;
  const outputs = listAt(objectAt(entry, 'architecture'), 'output_modalities');
  return outputs.length > 0 && !outputs.includes('text') ? false : undefined;
}
