import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { type CommandOptions, type CommandResult, polyprompt } from './commandLine.ts';

/** Three cases of which the second one fails: the loopback server answers with the prompt it was sent. */
export const rows = [
  { vars: { word: 'lamp' }, assert: [{ type: 'icontains', value: 'lamp' }] },
  { vars: { word: 'chair' }, assert: [{ type: 'contains', value: 'table' }] },
  { vars: { word: '=1+1' }, assert: [{ type: 'javascript', value: 'output.length > 0' }] },
];

/** A server for a whole file of tests, and a folder with a suite (`say.eval.yaml`) for each test. */
export function suiteFolder() {
  let folder = '';
  let server: Awaited<ReturnType<typeof startLoopbackServer>> | undefined;
  before(async () => {
    server = await startLoopbackServer();
  });
  after(() => server?.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
    write('say.prompt', '---\nmodel: openai/gpt-5.6-luna\nconfig:\n  maxOutputTokens: 100\n---\nSay {{word}}');
    writeCases(rows);
    write('say.eval.yaml', 'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna]\ncases: ./cases.jsonl\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
  }

  function writeCases(cases: readonly object[]): void {
    write('cases.jsonl', cases.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  function running() {
    if (!server) throw new Error('the server runs while tests do');
    return server;
  }

  function options(): CommandOptions {
    const endpoints = { openai: { baseUrl: `${running().url}/v1` } };
    return { cwd: folder, env: { POLYPROMPT_ENDPOINTS: JSON.stringify(endpoints) } };
  }

  return {
    get folder() {
      return folder;
    },
    get server() {
      return running();
    },
    write,
    writeCases,
    path: (name: string) => path.join(folder, name),
    read: (name: string) => readFileSync(path.join(folder, name), 'utf8'),
    /** The command line in the folder, with our server as OpenAI. */
    run: (...args: string[]): Promise<CommandResult> => polyprompt(args, options()),
    options,
  };
}
