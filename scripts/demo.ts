// Opens VS Code with the packed extension on examples/: the VS Code of this machine, else the server of tools/vscode-host on Linux.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { canServe, locateServer, quietSettings, serverEnvironment } from '../tools/vscode-host/server.ts';
import { prepareDemoFolder } from './demoFolder.ts';
import { writeDemoOpener } from './demoOpener.ts';
import { findCode, runCode } from './vsCodeHere.ts';

const root = path.resolve(import.meta.dirname, '..');
const vsix = path.join(root, 'polyprompt.vsix');
/** No model server has this port by default: LM Studio 1234, LiteLLM 4000, vLLM 8000, llama.cpp 8080, Ollama 11434. */
const port = process.env['PORT'] ?? '8391';

function openInCode(code: string): void {
  const folder = prepareDemoFolder(mkdtempSync(path.join(tmpdir(), 'polyprompt-demo-')));
  for (const args of [
    ['--install-extension', vsix, '--force'],
    ['--new-window', folder, path.join(folder, 'triage.prompt')],
  ]) {
    const status = runCode(code, args, 'inherit');
    if (status !== 0) throw new Error(`${code} ${args[0]} ended with ${status}`);
  }
  console.log(
    `VS Code is open on a copy of examples/ in ${folder}. Press Ctrl+Enter (Cmd+Enter on a Mac) in triage.prompt.`,
  );
}

/** The full code-server runs in the foreground, because it also keeps secrets over a reload. */
function openInBrowser(): void {
  const installed = spawnSync(process.execPath, [path.join(root, 'scripts', 'install.mjs'), 'host'], {
    stdio: 'inherit',
  });
  if (installed.status !== 0) process.exit(1);
  const { serverNode, serverMain } = locateServer();
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-demo-'));
  const folder = prepare(scratch);
  const env = { ...serverEnvironment(process.env, scratch), XDG_DATA_HOME: path.join(scratch, 'share') };
  const extensions = path.join(scratch, 'extensions');
  const common = [
    path.resolve(path.dirname(serverMain), '..', '..', '..', 'out', 'node', 'entry.js'),
    ...['--config', path.join(scratch, 'config.yaml'), '--user-data-dir', path.join(scratch, 'user-data')],
    ...['--extensions-dir', extensions],
  ];
  // The opener is written before the first start of the server, which looks at the folder only then.
  writeDemoOpener(extensions);
  console.log('[demo] installing the extension into the server');
  const install = spawnSync(serverNode, [...common, '--install-extension', vsix], { env, encoding: 'utf8' });
  if (install.status !== 0) throw new Error(`the extension could not be installed\n${install.stdout}${install.stderr}`);
  console.log('[demo] starting the server');
  const args = [...common, ...serverFlags, '--bind-addr', `127.0.0.1:${port}`, folder];
  const child = spawn(serverNode, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  tellAddress(child, `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
  endWith(child, scratch);
}

const serverFlags = [
  ...['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
  ...['--disable-getting-started-override', '--disable-proxy'],
];

function tellAddress(child: ChildProcess, address: string): void {
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!String(chunk).includes('HTTP server listening')) return;
    console.log(
      `\nOpen ${address}\nand press Ctrl+Enter in triage.prompt. The simulated models need no key. Ctrl-C ends the demo.`,
    );
  });
}

function endWith(child: ChildProcess, scratch: string): void {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + String(chunk)).slice(-2000);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    if (code)
      console.error(
        errors.includes('EADDRINUSE')
          ? `Port ${port} is taken; choose another with PORT=${Number(port) + 1} npm run demo.`
          : errors,
      );
    process.exit(code ?? 0);
  });
}

/** The demo's folder, and the settings that its workbench starts with. */
function prepare(scratch: string): string {
  const folder = prepareDemoFolder(scratch);
  const user = path.join(scratch, 'user-data', 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({ ...quietSettings, 'security.workspace.trust.enabled': false }, null, 2),
  );
  return folder;
}

const code = findCode({ platform: process.platform, environment: process.env, home: homedir() });
if (code !== undefined) openInCode(code);
else if (canServe()) openInBrowser();
else console.log(`No VS Code was found here: in yours, run "Extensions: Install from VSIX..." and choose ${vsix}.`);
