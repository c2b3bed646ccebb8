import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { foldersOnPath } from '../src/node/programOnPath.ts';

/** The system on which VS Code is looked for. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
}

/** The paths at which the `code` command of VS Code, or of its Insiders, may be: on the PATH first, then where its installers put it. */
export function codePlaces({ platform, environment, home }: Machine): readonly string[] {
  const style = platform === 'win32' ? path.win32 : path.posix;
  const ending = platform === 'win32' ? '.cmd' : '';
  const names = ['code', 'code-insiders'].map((name) => `${name}${ending}`);
  const onPath = foldersOnPath(variable(environment, 'PATH') ?? '', style);
  return [
    ...names.flatMap((name) => onPath.map((folder) => style.join(folder, name))),
    ...usualPlaces({ platform, environment, home }),
  ];
}

function usualPlaces({ platform, environment, home }: Machine): readonly string[] {
  if (platform === 'darwin')
    return ['Visual Studio Code', 'Visual Studio Code - Insiders'].flatMap((app) =>
      ['/Applications', path.posix.join(home, 'Applications')].map((folder) =>
        path.posix.join(folder, `${app}.app`, 'Contents', 'Resources', 'app', 'bin', 'code'),
      ),
    );
  if (platform !== 'win32') return [];
  const local = variable(environment, 'LOCALAPPDATA');
  const all = ['ProgramFiles', 'ProgramW6432', 'ProgramFiles(x86)'].map((name) => variable(environment, name));
  const folders = [local && path.win32.join(local, 'Programs'), ...all].filter((folder) => folder !== undefined);
  return [
    ['Microsoft VS Code', 'code.cmd'],
    ['Microsoft VS Code Insiders', 'code-insiders.cmd'],
  ].flatMap(([product = '', command = '']) =>
    folders.map((folder) => path.win32.join(folder, product, 'bin', command)),
  );
}

/** Windows ignores capitals in the names of variables. */
function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const key = Object.keys(environment).find((each) => each.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}

/** The command of the VS Code of this machine, as an absolute path; undefined where none starts. */
export function findCode(machine: Machine): string | undefined {
  return codePlaces(machine).find((file) => existsSync(file) && runCode(file, ['--version'], 'ignore') === 0);
}

/** Runs the command of VS Code and gives its exit code; null when it did not start. */
export function runCode(code: string, args: readonly string[], stdio: 'ignore' | 'inherit'): number | null {
  if (!code.endsWith('.cmd')) return spawnSync(code, args, { stdio }).status;
  const { line, variables } = commandLineOf([code, ...args]);
  const shell = variable(process.env, 'ComSpec') ?? 'cmd.exe';
  const env = { ...process.env, ...variables };
  return spawnSync(shell, ['/d', '/s', '/c', `"${line}"`], { env, stdio, windowsVerbatimArguments: true }).status;
}

/**
 * A line for the Windows command prompt, and the variables that hold its words. The value of a variable is not parsed again, so no sign in
 * a path has a meaning. No word may hold a double quote, which no path of Windows has.
 */
export function commandLineOf(words: readonly string[]): {
  readonly line: string;
  readonly variables: Readonly<Record<string, string>>;
} {
  const named = words.map((word, index) => [`POLYPROMPT_WORD_${index}`, word] as const);
  return { line: named.map(([name]) => `"%${name}%"`).join(' '), variables: Object.fromEntries(named) };
}
