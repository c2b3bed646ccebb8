import type { PromptDocument } from '../prompt/document.ts';
import { messageSpans } from '../prompt/messageSpans.ts';
import type { TextRange } from '../text/textRange.ts';

/** The places in a prompt file that findings are about. */
export interface PromptPlaces {
  /** The value of a setting; undefined where the file does not hold it as one. */
  valueOf(field: string): TextRange | undefined;
  /** The nearest place to show: the value, else its key, the messages, the model, or the beginning. */
  of(field: string): TextRange;
}

/** The keys under which the kinds of files have the form of the answer and the tools, which are no plain settings. */
const keys: Readonly<Record<string, readonly string[]>> = {
  output: ['output', 'outputs', 'responseFormat', 'jsonSchema', 'response_format'],
  tools: ['tools', 'toolDefs'],
  toolChoice: ['toolChoice', 'tools'],
};

/** Finds places in a prompt file; a field is a `Parameters` key, or `output`, `tools`, `toolChoice`, `messages`, `context`, `model`. */
export function promptPlaces(document: PromptDocument): PromptPlaces {
  const placeOf = (field: string) => Object.entries(document.parameterRanges).find(([name]) => name === field)?.[1];
  const keyOf = (field: string) =>
    keys[field]?.map((key) => document.keyRanges[key]).find((range) => range !== undefined);
  const model = document.model?.range ?? document.models[0]?.range;
  const beginning: TextRange = { start: 0, end: 0 };
  const isAboutMessages = (field: string) => field === 'messages' || field === 'context';
  return {
    valueOf: placeOf,
    of: (field) =>
      placeOf(field) ?? keyOf(field) ?? (isAboutMessages(field) ? startOfMessages(document) : model) ?? beginning,
  };
}

/** The first character of the messages. That is enough to point at: underlining a whole template would hide other faults in it. */
function startOfMessages(document: PromptDocument): TextRange | undefined {
  const span = messageSpans(document).find(({ start, end }) => end > start);
  return span && { start: span.start, end: span.start + 1 };
}
