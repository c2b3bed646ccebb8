// The floor of an eval: the same requests by fetch alone, their answers read to the end. Arguments: address, requests, at once.
import { benchPrompt } from './benchSuite.ts';

const [url = '', requests = '', atOnce = ''] = process.argv.slice(2);
let next = 0;

async function ask(row: number): Promise<void> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'echo',
      messages: [{ role: 'user', content: benchPrompt(row) }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const events = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
  for (const event of events) JSON.parse(event.slice('data: '.length));
}

async function work(): Promise<void> {
  for (let row = next++; row < Number(requests); row = next++) await ask(row);
}

await Promise.all(Array.from({ length: Number(atOnce) }, work));
