import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ModelCall } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Answer } from './temperaments.ts';
import { sentencesOf } from './words.ts';

const openings = [
  'Hello,',
  'Good morning,',
  'Hi there,',
  'One more question:',
  'I am writing again.',
  'Short question:',
  'Dear team,',
];
const endings = [
  'Please answer today.',
  'I have waited for a week.',
  'It is for my mother.',
  'My neighbour had the same.',
  'I tried it twice already.',
  'Nobody picks up the phone.',
  'Thank you for your help in this matter.',
  'This is the third time now.',
  'I can send a picture if that helps.',
];

/**
 * The answer of a simulated model that is asked for test inputs: parts of the examples, put together in other ways. Undefined for every other
 * task.
 */
export function writtenInputs({ messages }: ModelCall, random: () => number): Answer | undefined {
  const [system, user] = messages.map(textOf);
  if (system === undefined || user === undefined || !/^You write test inputs for a prompt\./.test(system))
    return undefined;
  const count = Number(/^Write (\d+) inputs/.exec(user)?.[1] ?? 0);
  const keys = [...user.matchAll(/^- ([\p{L}\p{N}_.-]+)/gmu)].map(([, key = '']) => key);
  const examples = user.split('\n').flatMap((line): readonly JsonObject[] => exampleIn(line));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const rows = Array.from(
    { length: count },
    (): JsonObject =>
      Object.fromEntries(
        keys.map((key): [string, JsonValue] => {
          const [one, other] = [pick(examples)?.[key], pick(examples)?.[key]];
          if (one !== undefined && typeof one !== 'string') return [key, one];
          const options = optionsOf(user, key);
          if (options.length > 0) return [key, pick(options) ?? ''];
          const parts = [
            pick(openings),
            pick(sentencesOf(one ?? `About ${key}`)),
            pick(sentencesOf(typeof other === 'string' ? other : key)),
            pick(endings),
            pick(endings),
          ];
          return [key, [...new Set(parts)].join(' ')];
        }),
      ),
  );
  return { text: JSON.stringify(rows, null, 1), finishReason: 'stop' };
}

function exampleIn(line: string): readonly JsonObject[] {
  if (!line.startsWith('{')) return [];
  try {
    const read: JsonValue = JSON.parse(line);
    return isJsonObject(read) ? [read] : [];
  } catch {
    return [];
  }
}

function optionsOf(user: string, key: string): readonly JsonValue[] {
  const [, list] =
    user
      .split('\n')
      .find((line) => line.startsWith(`- ${key} one of [`))
      ?.match(/ one of (\[.*?\])/) ?? [];
  try {
    const read: JsonValue = JSON.parse(list ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}
