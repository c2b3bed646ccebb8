import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** The requests of each cell: three that call a tool, and one that answers. */
export const roundsPerCell = 4;

export const roundTool = {
  name: 'look_up',
  description: 'Looks an order up by its number.',
  parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
};

export const toolResult = JSON.stringify({ status: 'on its way', days: 3, carrier: 'a carrier of the town', items: 2 });

/** What the model is asked about a cell. */
export function roundPrompt(cell: number): string {
  return `Where is order L-${cell}? Look it up three times before you answer, and say the number of days.`;
}

/** Writes a suite of so many cases whose model calls a tool in each round but the last. */
export function writeRoundSuite(folder: string, cells: number): void {
  const cases = Array.from({ length: cells }, (_, cell) =>
    JSON.stringify({
      vars: { id: `L-${cell}` },
      assert: [
        { type: 'contains', value: '3 days' },
        { type: 'tool-called', value: 'look_up' },
      ],
    }),
  );
  const prompt = roundPrompt(0).replace('L-0', '{{id}}');
  writeFileSync(path.join(folder, 'rounds.prompt.txt'), prompt);
  writeFileSync(path.join(folder, 'rounds.jsonl'), `${cases.join('\n')}\n`);
  const suite = {
    prompt: 'rounds.prompt.txt',
    models: [{ id: 'local/echo', config: { tools: [{ type: 'function', function: roundTool }] } }],
    toolResults: [{ tool: 'look_up', result: JSON.parse(toolResult) }],
    cases: 'rounds.jsonl',
  };
  writeFileSync(path.join(folder, 'rounds.eval.yaml'), JSON.stringify(suite));
}
