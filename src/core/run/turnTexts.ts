import { formatJson } from '../diff/formatJson.ts';
import type { ToolCall, ToolOutput } from '../messages.ts';
import type { Round } from './round.ts';

/** A cell as far as it was spoken. */
interface Spoken {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly rounds?: readonly Round[];
}

/**
 * What was said in a cell, in one text for each turn of its user: words, calls with their arguments as sorted JSON, and results. A cell that
 * has only answered in words is exactly these words. State that a vendor wants back is no part of it.
 */
export function turnTexts({ text, toolCalls, rounds = [] }: Spoken): string[] {
  const turns: string[][] = [[]];
  for (const { answer, toolCalls: calls, results, user } of rounds) {
    turns.at(-1)?.push(...saidTexts(answer, calls), ...results.map(resultText));
    if (user) turns.push([`User: ${user.text}`]);
  }
  turns.at(-1)?.push(...saidTexts(text, toolCalls));
  return turns.map((parts) => parts.join('\n\n'));
}

/** All turns as one text. */
export function conversationText(spoken: Spoken): string {
  return turnTexts(spoken).join('\n\n');
}

function saidTexts(text: string, calls: readonly ToolCall[]): string[] {
  return [...(text === '' ? [] : [text]), ...calls.map(callText)];
}

function callText({ name, input }: ToolCall): string {
  const written = JSON.stringify(input);
  return `Calls ${name}\n${formatJson(written, { sortKeys: true }) ?? written}`;
}

function resultText({ name, output, isError }: ToolOutput): string {
  return `${isError ? 'Error' : 'Result'} of ${name}\n${output}`;
}
