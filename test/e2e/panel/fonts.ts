/** What an editor may be set to. Layout has to hold in all of them, and none of them has to be installed. */
export interface Font {
  readonly name: string;
  readonly family: string;
  /** Pixels. */
  readonly size: number;
  /** CSS, for fonts that run wider or narrower than those of this machine. */
  readonly spacing: string;
}

export const fonts: readonly Font[] = [
  { name: 'usual', family: 'sans-serif', size: 13, spacing: 'normal' },
  { name: 'narrow', family: 'sans-serif', size: 12, spacing: '-0.05em' },
  { name: 'wide', family: 'monospace', size: 13, spacing: '0.08em' },
  { name: 'large', family: 'serif', size: 18, spacing: '0.03em' },
];
