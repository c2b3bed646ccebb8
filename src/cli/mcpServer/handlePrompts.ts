import type { Server } from '@modelcontextprotocol/server';
import { toPolypromptError } from '../../core/errors.ts';
import type { Message } from '../../core/messages.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { ServerMeans } from './serverMeans.ts';

/** Offers the prompt files of the folder as prompts, which clients show to people as commands. */
export function handlePrompts(server: Server, { sdk, desk }: ServerMeans): void {
  server.setRequestHandler('prompts/list', async () => {
    const found = await (await desk()).prompts();
    const prompts = found.map(({ file, inputs }) => ({
      name: file,
      arguments: inputs.map(({ name, required }) => ({ name, required })),
    }));
    return { prompts };
  });
  server.setRequestHandler('prompts/get', async ({ params: { name, arguments: typed = {} } }) => {
    try {
      const { rendered } = await (await desk()).prompt(name, typed);
      return { messages: rendered.messages.flatMap(messageOf) };
    } catch (error) {
      const { message, hint } = toPolypromptError(error);
      throw new sdk.ProtocolError(-32602, inOneLine(`${message} ${hint}`));
    }
  });
}

/** The texts of a message. The protocol knows no system messages, so that such a text is said by the user. */
function messageOf({ role, parts }: Message) {
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const by: 'assistant' | 'user' = role === 'assistant' ? 'assistant' : 'user';
  return text === '' ? [] : [{ role: by, content: { type: 'text' as const, text } }];
}
