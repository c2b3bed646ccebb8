import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npmProgram } from '../../scripts/npmProgram.mjs';

const pythonVersion = '2.3.0';
const inspectorVersion = '2.12.0';
/** Among what tools keep in node_modules: ignored by git, and gone with it. */
const cache = path.resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache');
const environment = path.join(cache, `mcp-${pythonVersion}`);
const inspectorFolder = path.join(cache, `inspector-${inspectorVersion}`);

export const python = path.join(environment, 'bin', 'python');
export const inspector = path.join(inspectorFolder, 'node_modules', '.bin', 'mcp-inspector');

/** Installs Python's client from its package index where it is not there yet; the reason where that cannot be. */
export function installPythonClient(): string | undefined {
  const installed = path.join(environment, 'installed');
  if (existsSync(installed)) return undefined;
  const reason =
    run('python3', ['-m', 'venv', environment]) ??
    run(python, ['-m', 'pip', 'install', '--quiet', `mcp==${pythonVersion}`]);
  if (reason !== undefined) return `mcp ${pythonVersion} for Python could not be installed: ${reason}`;
  writeFileSync(installed, pythonVersion);
  return undefined;
}

/** Installs the inspector of the protocol from npm where it is not there yet; the reason where that cannot be. */
export function installInspector(): string | undefined {
  if (existsSync(inspector)) return undefined;
  mkdirSync(inspectorFolder, { recursive: true });
  writeFileSync(path.join(inspectorFolder, 'package.json'), '{"private": true}\n');
  const [program, ...first] = npmProgram();
  const asked = [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    `@modelcontextprotocol/inspector@${inspectorVersion}`,
  ];
  const reason = run(program, [...first, ...asked], inspectorFolder);
  return reason === undefined ? undefined : `the inspector ${inspectorVersion} could not be installed: ${reason}`;
}

/** Undefined when it went well, else the last line that it said. */
function run(command: string, args: readonly string[], cwd = cache): string | undefined {
  mkdirSync(cache, { recursive: true });
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `it ended with ${status}`;
}
