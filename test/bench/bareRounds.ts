// The floor of cells with tools: the same requests by fetch alone, each with all that was said before. Arguments: address, cells, at once.
import { roundPrompt, roundsPerCell, roundTool, toolResult } from './roundSuite.ts';

const [url = '', cells = '', atOnce = ''] = process.argv.slice(2);
let next = 0;

interface Message {
  readonly role: string;
  readonly content?: string | null;
  readonly [key: string]: unknown;
}

async function ask(messages: readonly Message[]): Promise<Message> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'echo',
      messages,
      tools: [{ type: 'function', function: roundTool }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const events = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
  const deltas = events.map((event) => JSON.parse(event.slice('data: '.length)).choices?.[0]?.delta ?? {});
  const content = deltas.map(({ content: text = '' }) => text ?? '').join('');
  const calls = deltas.flatMap(({ tool_calls: pieces = [] }) => pieces);
  return { role: 'assistant', content: content || null, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}

async function talk(cell: number): Promise<void> {
  let messages: Message[] = [{ role: 'user', content: roundPrompt(cell) }];
  for (let round = 0; round < roundsPerCell; round++) {
    const answer = await ask(messages);
    messages = [...messages, answer, { role: 'tool', tool_call_id: `call_${round}`, content: toolResult }];
  }
}

async function work(): Promise<void> {
  for (let cell = next++; cell < Number(cells); cell = next++) await talk(cell);
}

await Promise.all(Array.from({ length: Number(atOnce) }, work));
