import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, textAt } from '../../jsonRead.ts';
import type { MediaPart, Message, Part } from '../../messages.ts';
import { bareName } from '../contract/capabilities.ts';
import type { Warnings } from '../contract/warnings.ts';
import { inputObject } from '../mapping/callInput.ts';
import { side } from '../mapping/conversation.ts';
import { readMedia } from '../mapping/media.ts';

/**
 * Stands in for a signature. Gemini 3 answers 400 to a replayed call without one, and a prompt file cannot have one.
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
const anySignature = 'skip_thought_signature_validator';

interface Place {
  readonly model: string;
  readonly warnings: Warnings;
}

/** A message of two-sided alternation as Google takes it; it has no parts where nothing of it can be sent. */
export function contentField(message: Message, { model, warnings }: Place): { role: string; parts: JsonObject[] } {
  const isOld = /^gemini-[12]/.test(bareName(model));
  if (side(message) !== 'assistant')
    return { role: 'user', parts: [...responseParts(message, isOld, warnings), ...userParts(message, warnings)] };
  // Of calls at once only the first has a signature, so that one signature is enough for all of a message.
  const isSigned = message.parts.some((part) => 'state' in part && signatureOf(part.state) !== undefined);
  const standIn = isOld || isSigned ? undefined : anySignature;
  const parts = message.parts.map((part) => modelPart(part, standIn, warnings));
  return { role: 'model', parts: parts.filter((part) => part !== undefined) };
}

function signatureOf(state: JsonValue | undefined): string | undefined {
  return textAt(state, 'thoughtSignature');
}

function modelPart(part: Part, standIn: string | undefined, warnings: Warnings): JsonObject | undefined {
  if (part.type === 'media') return mediaPart(part, warnings);
  if (part.type === 'tool-result' || part.type === 'pending') return undefined;
  const thoughtSignature = signatureOf(part.state);
  if (part.type === 'tool-call') {
    const functionCall = { id: part.id, name: part.name, args: inputObject(part) };
    return defined({ functionCall, thoughtSignature: thoughtSignature ?? standIn });
  }
  const signature = defined({ thoughtSignature });
  if (part.type === 'reasoning')
    return thoughtSignature === undefined ? undefined : { text: part.text, thought: true, ...signature };
  return part.text === '' && thoughtSignature === undefined ? undefined : { text: part.text, ...signature };
}

/** The results, each with its media; older models take media after all of them alone. */
function responseParts(message: Message, isOld: boolean, warnings: Warnings): JsonObject[] {
  const results = message.parts.filter((part) => part.type === 'tool-result');
  const sent = results.map((part) => {
    const media = (part.media ?? []).map((one) => mediaPart(one, warnings)).filter((one) => one !== undefined);
    return { response: { id: part.id, name: part.name, response: responseObject(part) }, media };
  });
  if (!isOld)
    return sent.map(({ response, media }) => ({
      functionResponse: media.length > 0 ? { ...response, parts: media } : response,
    }));
  return [...sent.map(({ response }) => ({ functionResponse: response })), ...sent.flatMap(({ media }) => media)];
}

function userParts(message: Message, warnings: Warnings): JsonObject[] {
  return message.parts.flatMap((part): JsonObject[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }];
    const media = part.type === 'media' ? mediaPart(part, warnings) : undefined;
    return media ? [media] : [];
  });
}

/**
 * The answer of a function as an object, which Google insists on. `output` and `error` have a meaning of their own there; any other object
 * is the output as a whole: https://ai.google.dev/api/caching#FunctionResponse
 */
function responseObject({ output, isError }: Part & { readonly type: 'tool-result' }): JsonObject {
  if (isError) return { error: output };
  const value = valueIn(output);
  return isJsonObject(value) && !('output' in value) && !('error' in value) ? value : { output: value };
}

/** The value that a result is, where it is an object or writing it again gives the same text; else the text. */
function valueIn(output: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(output);
    return isJsonObject(value) || JSON.stringify(value) === output ? value : output;
  } catch {
    return output;
  }
}

function mediaPart(part: MediaPart, warnings: Warnings): JsonObject | undefined {
  const media = readMedia(part);
  if (media.type === 'unreachable')
    return warnings.drop('messages', part, 'Google cannot read a file on this machine; the media was left out.');
  if (media.type === 'data') return { inlineData: { mimeType: media.contentType, data: media.base64 } };
  return { fileData: defined({ fileUri: media.url, mimeType: media.contentType }) };
}
