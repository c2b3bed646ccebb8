import type { PromptFormat } from './document.ts';

/** The facts about a prompt in its file's path. */
export interface PromptPath {
  /** The file name without folder, leading underscore of a partial, variant and extension. */
  readonly name: string;
  readonly variant?: string;
  /** The format; undefined when the name does not say it. */
  readonly format?: PromptFormat;
}

const extensions: readonly (readonly [RegExp, PromptFormat | undefined])[] = [
  [/(?:\.prompt|_prompt)\.ya?ml$/i, 'github'],
  [/\.prompt\.txt$/i, 'text'],
  [/\.prompt\.md$/i, undefined],
  [/\.prompty$/i, 'prompty'],
  [/\.prompt$/i, 'dotprompt'],
  [/\.(?:txt|md|markdown)$/i, 'text'],
];

/** Reads name, variant and format off a path. `.prompt.md` belongs to another tool and has no format of ours. */
export function readPromptPath(path: string): PromptPath {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const [extension, format] = extensions.find(([pattern]) => pattern.test(file)) ?? [/\.[^.]*$/, undefined];
  const stem = file.replace(extension, '');
  if (format !== 'dotprompt') return { name: stem, ...(format ? { format } : {}) };
  const plain = stem.replace(/^_/, '');
  const dot = plain.lastIndexOf('.');
  if (dot <= 0) return { name: plain, format };
  return { name: plain.slice(0, dot), variant: plain.slice(dot + 1), format };
}
