import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Clock } from '../../core/environment.ts';
import type { JsonObject } from '../../core/json.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { ProgramServer } from '../../core/tools/mcp/mcpServer.ts';
import type { McpListener, McpTransport } from './mcpTransport.ts';
import { MessageLines } from './messageLines.ts';
import { serverEnvironment } from './serverEnvironment.ts';
import { serverProgram } from './serverProgram.ts';

/** Milliseconds. */
const defaultPatience = 1_000;
/** The most characters of a server's error output that are kept for a message. */
const longestErrors = 2_000;

interface ProgramPlace {
  /** The absolute folder in which it starts. */
  readonly folder: string;
  readonly clock: Clock;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds that it gets to end by itself, and again after it was asked to. */
  readonly patience?: number;
}

/** Starts a server as a child process and speaks with it over its input and output, one message a line. */
export class ProgramTransport implements McpTransport {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #clock: Clock;
  readonly #listener: McpListener;
  readonly #gone = Promise.withResolvers<void>();
  readonly #patience: number;
  #errors = '';
  #isOver = false;
  readonly #kill = () => void this.#child.kill('SIGKILL');

  constructor(server: ProgramServer, place: ProgramPlace, listener: McpListener) {
    const { folder, clock, env = process.env, patience = defaultPatience } = place;
    this.#patience = patience;
    this.#clock = clock;
    this.#listener = listener;
    this.#child = spawn(serverProgram(server.command, folder, env), [...server.args], {
      cwd: folder,
      env: serverEnvironment(env, server.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      shell: false,
    });
    // A process that ends in a hurry leaves no server behind.
    process.once('exit', this.#kill);
    this.#listen(server.command, folder);
  }

  send(message: JsonObject): void {
    if (!this.#isOver) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Closes its input, after which a server ends by itself; one that does not is ended. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#child.stdin.end();
    const cancelAsking = this.#clock.after(this.#patience, () => this.#child.kill('SIGTERM'));
    const cancelEnding = this.#clock.after(2 * this.#patience, this.#kill);
    await this.#gone.promise;
    cancelAsking();
    cancelEnding();
  }

  #listen(command: string, folder: string): void {
    const { stdin, stdout, stderr } = this.#child;
    const lines = new MessageLines();
    // A server may end before it has read everything. Its end says so.
    stdin.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      const messages = this.#isOver ? [] : lines.add(chunk);
      if (messages) for (const message of messages) this.#listener.received(message);
      else this.#end('wrote a line of more than 50 MB', this.#kill);
    });
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-longestErrors);
    });
    this.#child.on('error', (error: NodeJS.ErrnoException) => {
      // Node says the same of a missing program and of a missing folder.
      const missing = existsSync(folder) ? command : folder;
      this.#end(`could not be started: ${error.code === 'ENOENT' ? `there is no ${missing}` : error.message}`);
      // No process, so that no exit is told.
      if (this.#child.pid !== undefined) return;
      process.off('exit', this.#kill);
      this.#gone.resolve();
    });
    this.#child.on('close', (code, signal) => {
      process.off('exit', this.#kill);
      this.#gone.resolve();
      this.#end(`ended ${signal ? `by ${signal}` : `with code ${String(code)}`}`);
    });
  }

  #end(reason: string, act?: () => void): void {
    act?.();
    if (this.#isOver) return;
    this.#isOver = true;
    const said = inOneLine(this.#errors.trim()).replace(/\.+$/, '').slice(-300);
    this.#listener.ended(said === '' ? reason : `${reason}. It wrote: ${said}`);
  }
}
