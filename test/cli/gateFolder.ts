import { GitFolder, plainGit } from '../support/gitFolder.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { type CommandOptions, type CommandResult, polyprompt } from './commandLine.ts';

const words = ['lamp', 'chair', 'table'];

/** The files of the first commit: the loopback server answers with the prompt it was sent, so that every case passes. */
export const firstCommit = {
  'say.prompt': '---\nmodel: openai/gpt-5.6-luna\nconfig:\n  maxOutputTokens: 100\n---\nSay {{word}}',
  'say.eval.yaml': 'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna]\ncases: ./cases.jsonl\n',
  'cases.jsonl': words.map(caseLine).join(''),
  'notes.md': 'Nothing that a suite reads.\n',
  '.gitignore': '.polyprompt/runs/\n.polyprompt/cache/\n',
};

export function caseLine(word: string): string {
  return `${JSON.stringify({ vars: { word }, assert: [{ type: 'contains', value: word }] })}\n`;
}

/** A prompt that says something else: what was right with it, and what is wrong with it now. */
export function promptSaying(template: string): string {
  return firstCommit['say.prompt'].replace('Say {{word}}', template);
}

/** A server for a whole file of tests, and a repository with a first commit for each test. */
export function gateFolder() {
  let folder: GitFolder | undefined;
  let server: Awaited<ReturnType<typeof startLoopbackServer>> | undefined;
  before(async () => {
    server = await startLoopbackServer();
  });
  after(() => server?.close());
  beforeEach(() => {
    folder = new GitFolder();
    folder.commit(firstCommit);
  });
  afterEach(() => folder?.remove());

  function here(): GitFolder {
    if (!folder) throw new Error('there is a folder while a test runs');
    return folder;
  }

  function running() {
    if (!server) throw new Error('the server runs while tests do');
    return server;
  }

  function options(cwd = here().root): CommandOptions {
    const endpoints = { openai: { baseUrl: `${running().url}/v1` } };
    return { cwd, env: { ...plainGit, POLYPROMPT_ENDPOINTS: JSON.stringify(endpoints) } };
  }

  return {
    get git() {
      return here();
    },
    get server() {
      return running();
    },
    /** `polyprompt` in the repository, or in a folder of it. */
    run: (...args: string[]): Promise<CommandResult> => polyprompt(args, options()),
    runIn: (cwd: string, ...args: string[]): Promise<CommandResult> => polyprompt(args, options(cwd)),
    options,
    /** How many requests something took. */
    async requestsOf(work: () => Promise<unknown>): Promise<number> {
      const before = running().requests.length;
      await work();
      return running().requests.length - before;
    },
  };
}
