import type { ToolOutput } from '../../messages.ts';

/** The text of a result for wires without a flag for errors: its first word says that it is one. */
export function resultText({ output, isError }: ToolOutput): string {
  return isError && !/^\W*error/i.test(output) ? `Error: ${output}` : output;
}
