import type { Message, Part } from '../../core/messages.ts';
import { loadVariants } from '../../node/suites/promptVariants.ts';
import { loadPrompt, reportProblems } from '../inputs/loadPrompt.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface RenderOptions {
  readonly input: readonly string[];
  readonly inputs?: string;
  readonly model?: string;
  readonly json?: true;
}

/** Prints the messages of a prompt; the result is the exit code. */
export async function render(file: string, options: RenderOptions): Promise<number> {
  const base = await loadPrompt(file, options);
  const [own] =
    options.model === undefined
      ? []
      : await loadVariants(base, [options.model], (variant) => loadPrompt(variant, options));
  const prompt = own?.prompt ?? base;
  reportProblems(prompt, tell);
  const { messages, missing } = prompt.rendered;
  if (missing.length > 0) tell(`${prompt.file}: no value for ${missing.join(', ')}\n`);
  if (options.json) printJson({ messages, missing }, 2);
  else print(messages.map(formatMessage).join('\n'));
  return exitCodes.done;
}

function formatMessage(message: Message): string {
  return `[${message.role}]\n${message.parts.map(formatPart).join('\n')}\n`;
}

function formatPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text.trim();
    case 'media':
      return `[${part.contentType ?? 'media'}: ${part.url.slice(0, 80)}]`;
    case 'tool-call':
      return `[calls ${part.name} ${JSON.stringify(part.input)}]`;
    case 'tool-result':
      return `[result of ${part.name}: ${part.output}]`;
    case 'pending':
      return `[section ${part.purpose}]`;
  }
}
