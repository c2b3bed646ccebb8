import { defined } from '../jsonRead.ts';
import type { Parameters } from '../messages.ts';
import type { PromptDocument } from './document.ts';

/** The file's settings, tools and output format together. */
export function runParameters(document: PromptDocument): Parameters {
  return {
    ...document.parameters,
    ...(document.tools.length > 0 ? { tools: document.tools } : {}),
    ...defined({ output: document.output }),
  };
}
