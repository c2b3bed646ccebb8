import type { Message, Parameters } from '../messages.ts';

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** The assumed tokens of an image or a document: the amount that vendors charge for one of common size. */
const tokensPerMedia = 1000;
/** The tokens of a message besides its text. */
const tokensPerMessage = 4;

/** A guess where nothing counts tokens: English has about four characters per token. */
export const guessTokens: CountTokens = (text) => Math.ceil(text.length / 4);

/** The tokens of the messages. */
export function messageTokens(messages: readonly Message[], countTokens: CountTokens): number {
  let tokens = messages.length * tokensPerMessage;
  for (const message of messages) for (const part of message.parts) tokens += partTokens(part, countTokens);
  return tokens;
}

/** The tokens of the tools and the schema that are sent along. */
export function settingTokens(parameters: Parameters, countTokens: CountTokens): number {
  return settingTexts(parameters).reduce((sum, text) => sum + countTokens(text), 0);
}

/** Every text for which `countTokens` will be called, once each. */
export function textsToCount(
  plan: {
    readonly targets: readonly { readonly parameters: Parameters }[];
    readonly cells: readonly { readonly messages: readonly Message[]; readonly parameters?: Parameters }[];
  },
  more: Iterable<string> = [],
): Set<string> {
  const texts = new Set(more);
  const collect: CountTokens = (text) => {
    texts.add(text);
    return 0;
  };
  for (const messages of new Set(plan.cells.map((cell) => cell.messages))) messageTokens(messages, collect);
  const settings = [...plan.targets, ...plan.cells].flatMap(({ parameters }) => (parameters ? [parameters] : []));
  for (const parameters of new Set(settings)) settingTokens(parameters, collect);
  return texts;
}

function settingTexts({ tools = [], output }: Parameters): readonly string[] {
  return [...tools, ...(output?.schema ? [output.schema] : [])].map((setting) => JSON.stringify(setting));
}

function partTokens(part: Message['parts'][number], countTokens: CountTokens): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return countTokens(part.text);
    case 'media':
      return tokensPerMedia;
    case 'tool-call':
      return countTokens(part.name + JSON.stringify(part.input));
    case 'tool-result':
      return countTokens(part.output) + (part.media?.length ?? 0) * tokensPerMedia;
    case 'pending':
      return 0;
  }
}
