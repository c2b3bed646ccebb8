import type { Part } from '../messages.ts';
import { positionAt } from '../text/textRange.ts';
import type { PromptDocument, RenderedPrompt, RenderInput } from './document.ts';
import { renderPrompt } from './renderPrompt.ts';
import { withNames } from './sampleInputs.ts';

/** The messages of a prompt as a Markdown page for reading. Variables without a value stand as `{{name}}`, and are listed first. */
export function previewText(document: PromptDocument, text: string, input: RenderInput): string {
  const rendered = renderPrompt(document, input);
  const shown =
    rendered.missing.length > 0
      ? renderPrompt(document, { ...input, inputs: withNames(input.inputs, rendered.missing) })
      : rendered;
  const pages = shown.messages.map(({ role, parts }) => `## ${role}\n\n${parts.map(partText).join('').trim()}`);
  const body = pages.length > 0 ? pages : ['(no messages)'];
  return `${[`# ${document.name}`, ...notes(document, text, rendered), ...body].join('\n\n')}\n`;
}

function notes(document: PromptDocument, text: string, rendered: RenderedPrompt): readonly string[] {
  const missing = rendered.missing.map((name) => `{{${name}}}`).join(', ');
  const errors = [...document.problems, ...rendered.problems].filter(({ severity }) => severity === 'error');
  const lines = errors.map(({ message, range }) => `> Line ${positionAt(text, range.start).line}: ${message}`);
  return [...(missing === '' ? [] : [`> Without a value: ${missing}`]), ...new Set(lines)];
}

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'media':
      return `[${part.contentType ?? 'media'}: ${part.url.startsWith('data:') ? 'data' : part.url}]`;
    case 'reasoning':
      return '';
    case 'pending':
      return `[section: ${part.purpose}]`;
    case 'tool-call':
      return `[calls ${part.name}: ${JSON.stringify(part.input)}]`;
    case 'tool-result':
      return `[${part.name} answers: ${part.output}]`;
  }
}
