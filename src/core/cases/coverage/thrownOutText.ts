import { formatCount } from '../../text/formatCount.ts';
import type { WrittenRows } from './readGapRows.ts';

const words = {
  'near-duplicate': 'nearly a row that is there',
  'in-the-prompt': 'shown in the prompt itself',
  'not-asked': 'not what was asked for',
  template: 'templates or references to files',
  unreadable: 'not to be read',
} as const satisfies Readonly<Record<keyof WrittenRows['thrownOut'], string>>;

/** What was thrown out of a writer's rows, in a sentence. */
export function thrownOutText(thrownOut: WrittenRows['thrownOut']): string {
  const told = (['near-duplicate', 'not-asked', 'in-the-prompt', 'template', 'unreadable'] as const)
    .filter((fault) => thrownOut[fault] > 0)
    .map((fault) => `${formatCount(thrownOut[fault])} ${words[fault]}`);
  return told.length === 0 ? 'Nothing was thrown out.' : `Thrown out: ${told.join(', ')}.`;
}
