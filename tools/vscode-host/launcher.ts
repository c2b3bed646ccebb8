// Stands in for the VS Code executable that @vscode/test-electron starts, where VS Code cannot be downloaded.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isJsonObject } from '../../src/core/json.ts';
import { startServer } from './server.ts';
import { confine, launchBrowser, workbenchUrl } from './workbench.ts';

interface LaunchArguments {
  readonly folder: string | undefined;
  readonly extension: string;
  readonly tests: string;
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly workspaceTrust: boolean;
}

const limitMs = Number(process.env['VSCODE_TEST_HOST_TIMEOUT_MS'] ?? 300_000);
const verbose = process.env['VSCODE_TEST_HOST_VERBOSE'] === '1';
/** Lines of the workbench itself, not of the extension or its tests. */
const workbenchNoise =
  /^(%c|\[AccountPolicyGate\]|\[AgentHost|\[RemoteAgentHostProtocol\]|\[reconnection-grace-time\]|\[Service Worker\]|Resolv(ing|ed) connection token|Creating a socket|Updating additional builtin|Started local extension host|Ignoring fetching additional|No search provider registered|Canceled: Canceled)/;

/** Of test-electron's arguments those with a meaning here; `--no-sandbox` and its like have none. */
function readArguments(argv: readonly string[]): LaunchArguments {
  const option = (name: string) => argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const extension = option('extensionDevelopmentPath');
  const tests = option('extensionTestsPath');
  if (!extension || !tests) throw new Error('--extensionDevelopmentPath and --extensionTestsPath are needed');
  return {
    extension,
    tests,
    folder: argv.find((argument) => !argument.startsWith('--')),
    userDataDir: option('user-data-dir'),
    extensionsDir: option('extensions-dir'),
    workspaceTrust: argv.includes('--with-workspace-trust'),
  };
}

/** Runs the suite and resolves to the exit code. */
async function launch(args: LaunchArguments, resultFile: string): Promise<number> {
  const env = { ...process.env, VSCODE_TEST_HOST_TESTS: path.resolve(args.tests), VSCODE_TEST_HOST_RESULT: resultFile };
  const log = (text: string) => verbose && process.stderr.write(text);
  const [server, { browser, context }] = await Promise.all([startServer({ ...args, env, log }), launchBrowser()]);
  let isOver = false;
  try {
    await confine(context, server, log);
    const page = await context.newPage();
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => relay(type, values));
    const ended = new Promise<number>((resolve) => {
      // Exposed before the page loads: a suite that fails at once would otherwise not be heard.
      void page
        .exposeFunction('codeAutomationExit', (code: number) => resolve(code))
        .then(() =>
          page.goto(
            workbenchUrl(server, {
              folder: args.folder,
              extensionDevelopmentPath: args.extension,
              extensionTestsPath: path.join(import.meta.dirname, 'testShim.cjs'),
            }),
          ),
        );
    });
    const failed = new Promise<number>((resolve) => {
      const give = (why: string, code: number) => () => {
        if (isOver) return;
        console.error(`[test host] ${why}`);
        resolve(code);
      };
      void server.exited.then(give('the server ended', 1));
      browser.on('disconnected', give('the browser ended', 1));
      page.on('crash', give('the page crashed', 1));
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, give(`got ${signal}`, 130));
      setTimeout(give(`no result within ${limitMs} ms`, 124), limitMs).unref();
    });
    const code = await Promise.race([ended, failed]);
    isOver = true;
    return suiteEnded(resultFile) ? code : code || 1;
  } finally {
    await Promise.all([browser.close(), server.stop()]);
  }
}

function relay(type: string, values: readonly unknown[]): void {
  const [first] = values;
  if (!verbose && typeof first === 'string' && workbenchNoise.test(first)) return;
  if (type === 'error') console.error(...values);
  else console.log(...values);
}

function suiteEnded(resultFile: string): boolean {
  try {
    const result: unknown = JSON.parse(readFileSync(resultFile, 'utf8'));
    return isJsonObject(result) && result['ok'] === true;
  } catch {
    console.error('[test host] the extension host ended before the tests did');
    return false;
  }
}

const resultFolder = mkdtempSync(path.join(tmpdir(), 'vsct-'));
process.exitCode = await launch(readArguments(process.argv.slice(2)), path.join(resultFolder, 'result.json')).catch(
  (error: unknown) => {
    console.error(error);
    return 1;
  },
);
rmSync(resultFolder, { recursive: true, force: true });
process.exit();
