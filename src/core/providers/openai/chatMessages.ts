import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import type { Message, Part } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Warnings } from '../contract/warnings.ts';
import { CallIds } from '../mapping/callIds.ts';
import { objectText } from '../mapping/callInput.ts';
import { isUsers } from '../mapping/media.ts';
import { resultText } from '../mapping/resultText.ts';
import type { CallPart } from '../mapping/turnParts.ts';
import type { ChatServer } from './chatFlags.ts';
import { chatPart } from './chatPart.ts';
import { thoughtFields } from './chatTurn.ts';

type ResultPart = Extract<Part, { type: 'tool-result' }>;

/** The messages of a conversation as Chat Completions takes them. */
export function chatMessages(turns: readonly Message[], server: ChatServer, warnings: Warnings): JsonObject[] {
  const writer = new MessageWriter(server, warnings);
  const messages = withJoinedResults(turns).flatMap((message) => writer.write(message));
  return server.flags.takesUserAfterResults ? messages : withAnswersBetween(messages, server, warnings);
}

/** Joins neighbouring messages of tools, since nothing may stand between the results of one answer's calls. */
function withJoinedResults(turns: readonly Message[]): Message[] {
  const joined: Message[] = [];
  for (const message of turns) {
    const before = joined.at(-1);
    if (before?.role === 'tool' && message.role === 'tool')
      joined[joined.length - 1] = { ...before, parts: [...before.parts, ...message.parts] };
    else joined.push(message);
  }
  return joined;
}

class MessageWriter {
  readonly #server: ChatServer;
  readonly #warnings: Warnings;
  readonly #ids: CallIds;

  constructor(server: ChatServer, warnings: Warnings) {
    this.#server = server;
    this.#warnings = warnings;
    this.#ids = new CallIds(server.flags.callIds);
  }

  /** One message, except that every tool result is a message of its own, and pictures follow all of them. */
  write(message: Message): JsonObject[] {
    const results = message.parts.filter((part) => part.type === 'tool-result');
    const messages = results.map(
      (result): JsonObject => ({
        role: 'tool',
        tool_call_id: this.#ids.of(result.id),
        content: resultText(result),
      }),
    );
    const media = results.flatMap((result) => this.#mediaOf(result));
    const content = joinedContent(media, this.#contentOf(message));
    const calls = message.parts.filter((part) => part.type === 'tool-call').map((call) => this.#toolCall(call));
    const thoughts = this.#thoughtsOf(message, calls.length > 0);
    if (content === undefined && calls.length === 0) return messages;
    return [
      ...messages,
      defined({
        role: message.role === 'tool' ? 'user' : message.role,
        content: content ?? null,
        ...thoughts,
        tool_calls: calls.length > 0 ? calls : undefined,
      }),
    ];
  }

  #toolCall(part: CallPart): JsonObject {
    return {
      id: this.#ids.of(part.id),
      type: 'function',
      function: { name: part.name, arguments: objectText(part) },
      ...defined({ extra_content: objectAt(part.state, 'extra_content') }),
    };
  }

  /** DeepSeek answers 400 to calls without thoughts, and takes none at all: https://api-docs.deepseek.com/guides/thinking_mode */
  #thoughtsOf({ parts }: Message, hasCalls: boolean): JsonObject {
    const isEmpty = hasCalls && this.#server.flags.needsThoughts;
    return { ...(isEmpty ? { reasoning_content: '' } : {}), ...thoughtFields(parts) };
  }

  #contentOf(message: Message): string | JsonObject[] {
    const { who } = this.#server;
    const parts = message.parts.filter((part) => part.type === 'text' || part.type === 'media');
    const sent = parts.filter(
      (part) => part.type === 'text' || isUsers(message, { part, who, warnings: this.#warnings }),
    );
    if (sent.every((part) => part.type === 'text')) return textOf(message);
    return sent.map((part) => chatPart(part, this.#server, this.#warnings)).filter((part) => part !== undefined);
  }

  /** The pictures of a result as words of the user, since a message of a tool holds text alone. */
  #mediaOf({ name, media = [] }: ResultPart): JsonObject[] {
    const { who, flags } = this.#server;
    if (media.length === 0) return [];
    if (!flags.takesUserAfterResults) {
      this.#warnings.add('messages', 'dropped', `${who} takes no media in the result of a tool; it was left out.`);
      return [];
    }
    const sent = media.map((part) => chatPart(part, this.#server, this.#warnings)).filter((part) => part !== undefined);
    if (sent.length === 0) return [];
    const why = 'takes text alone in the result of a tool; its media was sent as a message of the user';
    this.#warnings.add('messages', 'changed', `${who} ${why}.`);
    return [{ type: 'text', text: `From the result of ${name}:` }, ...sent];
  }
}

/** The media of results before the words of the message itself; undefined where there is neither. */
function joinedContent(media: readonly JsonObject[], own: string | JsonObject[]): JsonValue | undefined {
  if (media.length === 0) return own.length > 0 ? own : undefined;
  if (typeof own !== 'string') return [...media, ...own];
  return own === '' ? [...media] : [...media, { type: 'text', text: own }];
}

/** Puts a word of the assistant between results and the user: https://github.com/yetone/avante.nvim/issues/2562 */
function withAnswersBetween(messages: readonly JsonObject[], { who }: ChatServer, warnings: Warnings): JsonObject[] {
  return messages.flatMap((message, place) => {
    const before = messages[place - 1];
    if (message['role'] !== 'user' || !isJsonObject(before) || before['role'] !== 'tool') return [message];
    warnings.add('messages', 'changed', `${who} takes no user after a tool; "OK." was put between as an answer.`);
    return [{ role: 'assistant', content: 'OK.' }, message];
  });
}
