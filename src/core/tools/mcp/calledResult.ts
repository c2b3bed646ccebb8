import type { JsonObject, JsonValue } from '../../json.ts';
import { listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { MediaPart } from '../../messages.ts';
import type { FixedAnswer } from '../toolSettings.ts';

/** What `tools/call` gave, as the answer that a rule would give. Structured content goes before the texts, which say the same. */
export function calledAnswer(result: JsonObject): FixedAnswer {
  const content = listAt(result, 'content');
  const texts = content.flatMap(textIn);
  const structured = objectAt(result, 'structuredContent');
  if (result['isError'] === true) return { type: 'error', message: texts.join('\n') || 'The tool failed.' };
  const media = content.flatMap(mediaIn);
  if (media.length > 0)
    return { type: 'parts', text: structured ? JSON.stringify(structured) : texts.join('\n'), media };
  return { type: 'result', value: structured ?? texts.join('\n') };
}

/** A text, or what can be said of a link or a resource in words. */
function textIn(part: JsonValue): readonly string[] {
  const resource = objectAt(part, 'resource');
  switch (textAt(part, 'type')) {
    case 'text':
      return [textAt(part, 'text') ?? ''];
    case 'resource_link':
      return [[textAt(part, 'name'), textAt(part, 'uri')].filter(Boolean).join(': ')];
    case 'resource': {
      const text = textAt(resource, 'text');
      if (text !== undefined) return [text];
      return isPicture(textAt(resource, 'mimeType'))
        ? []
        : [`A resource: ${textAt(resource, 'uri') ?? 'without name'}`];
    }
    default:
      return [];
  }
}

function mediaIn(part: JsonValue): readonly MediaPart[] {
  const type = textAt(part, 'type');
  if (type === 'image' || type === 'audio') return dataPart(textAt(part, 'mimeType'), textAt(part, 'data'));
  const resource = objectAt(part, 'resource');
  const contentType = textAt(resource, 'mimeType');
  return type === 'resource' && isPicture(contentType) ? dataPart(contentType, textAt(resource, 'blob')) : [];
}

function isPicture(contentType: string | undefined): boolean {
  return contentType?.startsWith('image/') === true;
}

function dataPart(contentType: string | undefined, data: string | undefined): readonly MediaPart[] {
  if (contentType === undefined || data === undefined) return [];
  return [{ type: 'media', url: `data:${contentType};base64,${data}`, contentType }];
}
