import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { ToolAnswer, ToolRule, ToolSettings } from './toolSettings.ts';

/** The settings as they are written in a file; read again, they are the same. */
export function writtenToolSettings({ toolResults, maxTurns, returnToolRequests, mcp }: ToolSettings): JsonObject {
  return {
    ...defined({ toolResults: toolResults?.map(writtenRule), maxTurns, returnToolRequests, mcp: mcp && [...mcp] }),
  };
}

/** A rule as an entry of `toolResults`. */
export function writtenRule({ tool, args, times, answer }: ToolRule): JsonObject {
  return { tool, ...defined({ args, times }), ...writtenAnswer(answer) };
}

function writtenAnswer(answer: ToolAnswer): JsonObject {
  switch (answer.type) {
    case 'result':
      return { result: answer.value };
    case 'error':
      return { error: answer.message };
    case 'javascript':
    case 'callback':
      return { javascript: answer.code };
    case 'parts': {
      const text: JsonValue[] = answer.text === '' ? [] : [{ text: answer.text }];
      const media = answer.media.map(({ url, contentType }) => ({ media: { url, ...defined({ contentType }) } }));
      return { parts: [...text, ...media] };
    }
  }
}
