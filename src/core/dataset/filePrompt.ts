import { PolypromptError } from '../errors.ts';
import { defined } from '../jsonRead.ts';
import type { Message, Part } from '../messages.ts';
import { chatText } from './chatText.ts';
import type { CaseOptions, SourcePlace, SuitePrompt } from './suite.ts';
import type { OpenedPrompt } from './suiteFiles.ts';

/** A prompt of a suite from a prompt file of its own format. Its variables are values and never read as templates. */
export function filePrompt(opened: OpenedPrompt, place: SourcePlace, label = opened.name): SuitePrompt {
  return {
    label,
    raw: opened.source,
    place,
    file: place.file,
    parameters: opened.parameters,
    ...defined({ tools: opened.toolSettings }),
    render: (vars, options = {}) => {
      const rendered = opened.render(vars);
      if (rendered.missing.length > 0) {
        const names = rendered.missing.map((name) => `"${name}"`).join(', ');
        throw new PolypromptError('missing-input', `The prompt "${label}" needs ${names}.`);
      }
      const wrong = rendered.problems.find(({ severity }) => severity === 'error');
      if (wrong) throw new PolypromptError('invalid-prompt', wrong.message);
      const messages = withAffixes(rendered.messages, options);
      return { messages, text: chatText(messages) };
    },
  };
}

/** Puts prefix and suffix around the last message of the user. */
function withAffixes(messages: readonly Message[], { prefix = '', suffix = '' }: CaseOptions): readonly Message[] {
  if (prefix === '' && suffix === '') return messages;
  const index = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, at) =>
    at === index ? { ...message, parts: surround(message.parts, prefix, suffix) } : message,
  );
}

function surround(parts: readonly Part[], prefix: string, suffix: string): readonly Part[] {
  const [only, ...others] = parts;
  if (only?.type === 'text' && others.length === 0) return [{ type: 'text', text: `${prefix}${only.text}${suffix}` }];
  return [textPart(prefix), ...parts, textPart(suffix)].filter((part) => part.type !== 'text' || part.text !== '');
}

function textPart(text: string): Part {
  return { type: 'text', text };
}
