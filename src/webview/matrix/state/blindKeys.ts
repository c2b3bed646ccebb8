import type { KeyDescription } from '../../compare/state/keys.ts';
import type { MatrixContext } from './matrixContext.ts';

/** The keys that mean the same on every page on which a person judges without knowing whose answers they are. */
export const blindKeys: readonly KeyDescription[] = [
  { keys: ['m'], does: 'Show as Markdown or plain text' },
  { keys: ['Esc'], does: 'Back to the results' },
  { keys: ['?'], does: 'Show or hide these keys' },
];

const steps: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowDown', 1],
  ['j', 1],
  ['ArrowUp', -1],
  ['k', -1],
]);

interface BlindWishes {
  move(step: 1 | -1): void;
  undo(): void;
  leave(): void;
}

/** Does what such a key means. The result is true when it meant something. */
export function handleBlindKey(
  key: string,
  { preferences, isHelpShown, prefer, showHelp }: MatrixContext,
  { move, undo, leave }: BlindWishes,
): boolean {
  const step = steps.get(key);
  if (key === 'Escape') leave();
  else if (key === '?') showHelp(!isHelpShown);
  else if (key === 'm') prefer({ markdown: !preferences.markdown });
  else if (key === 'Backspace') undo();
  else if (step !== undefined) move(step);
  else return false;
  return true;
}
