import type { LoopbackServer } from '../test/support/loopbackServer.ts';
import type { Desk } from '../test/support/workbench.ts';
import type { Settings } from '../tools/vscode-host/server.ts';

export const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

/** One picture: how the workbench is set up, and what is done in it before it is taken. */
export interface Scene {
  readonly name: string;
  readonly theme?: keyof typeof themes;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The examples as in the demo: a Git repository with a bad change staged. */
  readonly isRepository?: boolean;
  readonly settings?: (server: LoopbackServer) => Settings | Promise<Settings>;
  play(desk: Desk, server: LoopbackServer): Promise<void>;
}
