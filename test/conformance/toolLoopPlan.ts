import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { MediaPart, Message, Parameters, ToolDefinition } from '../../src/core/messages.ts';
import { defaultMaxTurns, type ToolAnswer, type ToolLoop, type ToolRule } from '../../src/core/tools/toolSettings.ts';

/** The messages with which a scripted loop begins. */
export function openingOf(loop: JsonObject): readonly Message[] {
  const prompt = objectAt(loop, 'prompt');
  const system = textAt(prompt, 'system');
  const own: Message[] = system === undefined ? [] : [{ role: 'system', parts: [{ type: 'text', text: system }] }];
  return [...own, userMessage(textAt(prompt, 'user') ?? '')];
}

export function userMessage(text: string): Message {
  return { role: 'user', parts: [{ type: 'text', text }] };
}

export function parametersOf(loop: JsonObject): Parameters {
  const settings = objectAt(loop, 'settings');
  const name = textAt(objectAt(settings, 'toolChoice'), 'name');
  const tools = listAt(loop, 'tools').map(
    (tool): ToolDefinition => ({
      name: textAt(tool, 'name') ?? '',
      ...defined({ description: textAt(tool, 'description'), inputSchema: objectAt(tool, 'inputSchema') }),
    }),
  );
  const parallelToolCalls = booleanAt(settings, 'parallelToolCalls');
  return { tools, ...defined({ parallelToolCalls, toolChoice: name === undefined ? undefined : { name } }) };
}

/** The rules by which the calls of a scripted loop are answered. */
export function loopOf(loop: JsonObject): ToolLoop {
  const requests = countAt(objectAt(loop, 'settings'), 'maxRequests') ?? defaultMaxTurns + 1;
  return { rules: listAt(loop, 'mocks').map(ruleOf), maxTurns: requests - 1 };
}

function ruleOf(mock: JsonValue): ToolRule {
  const limits = defined({ args: objectAt(mock, 'args'), times: countAt(mock, 'times') });
  return { tool: textAt(mock, 'tool') ?? '', ...limits, answer: answerOf(mock) };
}

function answerOf(mock: JsonValue): ToolAnswer {
  const message = textAt(mock, 'error');
  if (message !== undefined) return { type: 'error', message };
  const parts = listAt(mock, 'parts');
  const text = parts.map((part) => textAt(part, 'text') ?? '').join('\n');
  if (parts.length > 0)
    return { type: 'parts', text, media: parts.filter((part) => textAt(part, 'base64')).map(mediaOf) };
  return { type: 'result', value: objectAt({ mock }, 'mock')?.['result'] ?? null };
}

function mediaOf(part: JsonValue): MediaPart {
  const contentType = textAt(part, 'contentType') ?? '';
  return { type: 'media', contentType, url: `data:${contentType};base64,${textAt(part, 'base64')}` };
}
