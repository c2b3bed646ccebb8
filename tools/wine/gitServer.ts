import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import type { WinePaths } from './winePaths.ts';

/** What a `git.exe` under Wine asked for. */
interface GitCall {
  readonly word: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly variables: readonly string[];
}

type Frame = readonly [kind: string, bytes: Buffer];

/** As the installer of Git for Windows sets it up, where what it sets concerns what git says about files. */
const asOnWindows = ['-c', 'core.fileMode=false', '-c', 'core.ignoreCase=true'];

/**
 * The git of this machine for the `git.exe` made of git.c: paths are turned both ways, and Git's own folders are told as Git for
 * Windows tells them, `Z:/repository`. Writes `git.port` into the folder of the program. Ends with `close`.
 */
export async function startGitServer(folder: string, paths: WinePaths): Promise<{ close(): void }> {
  const word = randomUUID();
  const server = createServer((socket) => serve(socket, { word, paths }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server for git has no port');
  writeFileSync(path.join(folder, 'git.port'), `${address.port} ${word}\n`, { mode: 0o600 });
  return { close: () => void server.close() };
}

function serve(socket: Socket, { word, paths }: { readonly word: string; readonly paths: WinePaths }): void {
  let rest: Buffer = Buffer.alloc(0);
  let child: ChildProcess | undefined;
  const said: Frame[] = [];
  socket.setNoDelay(true);
  socket.on('error', () => child?.kill());
  socket.on('close', () => child?.kill());
  socket.on('data', (chunk: Buffer) => {
    const read = readFrames(Buffer.concat([rest, chunk]));
    rest = read.rest;
    for (const frame of read.frames) {
      const [kind, bytes] = frame;
      if (kind === 'i') child?.stdin?.write(bytes);
      else if (kind === 'z') child?.stdin?.end();
      else if (kind !== 'g') said.push(frame);
      else child = answer(socket, { call: callOf(said), word, paths });
    }
  });
}

function callOf(said: readonly Frame[]): GitCall {
  const all = (kind: string) => said.flatMap(([one, bytes]) => (one === kind ? [bytes.toString('utf8')] : []));
  return { word: all('w')[0] ?? '', folder: all('d')[0] ?? '/', args: all('a'), variables: all('e') };
}

interface Answering {
  readonly call: GitCall;
  readonly word: string;
  readonly paths: WinePaths;
}

function answer(socket: Socket, { call, word, paths }: Answering): ChildProcess | undefined {
  if (call.word !== word) {
    socket.destroy();
    return undefined;
  }
  const args = call.args.map((arg) => paths.inLinuxWord(arg));
  const child = spawn('git', [...asOnWindows, ...args], {
    cwd: paths.toLinux(call.folder),
    env: environmentOf(call.variables, paths),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const tellsPaths = args.includes('rev-parse');
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (bytes: Buffer) => send(socket, ['o', tellsPaths ? paths.inWindowsLines(bytes) : bytes]));
  child.stderr.on('data', (bytes: Buffer) => send(socket, ['e', bytes]));
  child.on('error', (error) => send(socket, ['e', Buffer.from(`${error.message}\n`)]));
  child.on('close', (code) => {
    send(socket, ['x', Buffer.from(String(code ?? 1))]);
    socket.end();
  });
  return child;
}

/** Only what is git's own: the rest of a Windows environment means nothing here. */
function environmentOf(variables: readonly string[], paths: WinePaths): NodeJS.ProcessEnv {
  const entries = variables.map((line) => [line.slice(0, line.indexOf('=', 1)), line.slice(line.indexOf('=', 1) + 1)]);
  const own = entries.filter(([name = '']) => name.startsWith('GIT_') || name === 'HOME' || name === 'LC_ALL');
  const given = Object.fromEntries(own.map(([name, value = '']) => [name, paths.toLinux(value)]));
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...given };
}

function send(socket: Socket, [kind, bytes]: Frame): void {
  if (socket.destroyed) return;
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32LE(bytes.length, 1);
  socket.write(Buffer.concat([head, bytes]));
}

/** The whole frames at the beginning of what has come, and what is left of it. */
function readFrames(bytes: Buffer): { readonly frames: readonly Frame[]; readonly rest: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= 5) {
    const end = at + 5 + bytes.readUInt32LE(at + 1);
    if (end > bytes.length) break;
    frames.push([bytes.toString('latin1', at, at + 1), bytes.subarray(at + 5, end)]);
    at = end;
  }
  return { frames, rest: bytes.subarray(at) };
}
