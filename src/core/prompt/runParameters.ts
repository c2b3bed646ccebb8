import { defined } from '../jsonRead.ts';
import type { Parameters } from '../messages.ts';
import type { PromptDocument } from './document.ts';

/** Everything the file says about how to answer: settings, tools and output format together. */
export function runParameters(document: PromptDocument): Parameters {
  return {
    ...document.parameters,
    ...(document.tools.length > 0 ? { tools: document.tools } : {}),
    ...defined({ output: document.output }),
  };
}
