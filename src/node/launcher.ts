import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Absolute paths of what a launcher starts. */
export interface LaunchedProgram {
  /** The script of the command line. */
  readonly cli: string;
  /** The editor's own program, which acts as Node.js when a variable says so. */
  readonly editor: string;
}

/** A script that ends with 0 in a Node.js that can run the command line. It is one line, since shells pass it on. */
const isNewEnough =
  "const [major, minor] = process.versions.node.split('.').map(Number); process.exit(major > 22 || (major === 22 && minor >= 18) ? 0 : 1)";

/** A program for POSIX shells, Git Bash among them. It runs the Node.js of the PATH where that is new enough, else the editor's. */
function shellLauncher({ cli, editor }: LaunchedProgram): string {
  return `#!/bin/sh
# Written by the Polyprompt extension whenever it starts: runs the command line that it brings.
cli=${shellWord(cli)}
if command -v node >/dev/null 2>&1 && node -e ${shellWord(isNewEnough)} >/dev/null 2>&1; then
  exec node "$cli" "$@"
fi
ELECTRON_RUN_AS_NODE=1
export ELECTRON_RUN_AS_NODE
exec ${shellWord(editor)} "$cli" "$@"
`;
}

/** The launcher for the Windows command prompt and PowerShell. */
export function windowsLauncher({ cli, editor }: LaunchedProgram): string {
  const lines = [
    '@echo off',
    'rem Written by the Polyprompt extension whenever it starts: runs the command line that it brings.',
    'setlocal DisableDelayedExpansion',
    `set "POLYPROMPT_CLI=${commandWord(cli)}"`,
    'where node >nul 2>nul || goto editor',
    `node -e "${isNewEnough}" >nul 2>nul || goto editor`,
    'node "%POLYPROMPT_CLI%" %*',
    'exit /b %errorlevel%',
    ':editor',
    'set ELECTRON_RUN_AS_NODE=1',
    `"${commandWord(editor)}" "%POLYPROMPT_CLI%" %*`,
    'exit /b %errorlevel%',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Writes what a terminal of this platform finds as `polyprompt` into a folder. A file that is already right stays untouched. */
export function writeLaunchers(folder: string, program: LaunchedProgram, platform: NodeJS.Platform): void {
  mkdirSync(folder, { recursive: true });
  writeProgram(path.join(folder, 'polyprompt'), shellLauncher(program));
  if (platform === 'win32') writeProgram(path.join(folder, 'polyprompt.cmd'), windowsLauncher(program));
}

function writeProgram(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text, { mode: 0o755 });
}

/** Git Bash takes paths with forward slashes. */
function shellWord(value: string): string {
  const slashed = /^[A-Za-z]:\\/.test(value) ? value.replaceAll('\\', '/') : value;
  return `'${slashed.replaceAll("'", `'\\''`)}'`;
}

function commandWord(value: string): string {
  return value.replaceAll('%', '%%');
}
