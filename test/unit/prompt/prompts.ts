import type { JsonObject } from '../../../src/core/json.ts';
import type { Message } from '../../../src/core/messages.ts';
import type { PromptDocument, RenderedPrompt, RenderInput } from '../../../src/core/prompt/document.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';
import type { Problem } from '../../../src/core/text/problem.ts';

/** A dotprompt document from its text. */
export function dotprompt(text: string): PromptDocument {
  return readPrompt({ path: 'prompts/greeting.prompt', text });
}

/** A GitHub Models document from its text. */
export function github(text: string): PromptDocument {
  return readPrompt({ path: 'prompts/greeting.prompt.yml', text });
}

export function render(text: string, inputs: JsonObject = {}, more: Partial<RenderInput> = {}): RenderedPrompt {
  return renderPrompt(dotprompt(text), { inputs, ...more });
}

/** Messages as one line each: `user: Hello`. */
export function transcript(messages: readonly Message[]): readonly string[] {
  return messages.map(({ role, parts }) => {
    const texts = parts.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part)));
    return `${role}: ${texts.join('')}`;
  });
}

/** Problems as `severity code <<the text they stand at>>`. */
export function outline(problems: readonly Problem[], text: string): readonly string[] {
  return problems.map(({ severity, code, range }) => `${severity} ${code} <<${text.slice(range.start, range.end)}>>`);
}
