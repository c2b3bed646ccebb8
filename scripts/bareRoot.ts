import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A minimal Debian in a folder: Node 20 or newer, npm, git and certificates; no compiler, no browser, no fonts, nothing cached. */
export interface BareRoot {
  readonly folder: string;
  /** Starts a shell line in the clone, with an empty environment; its processes end with it. */
  start(line: string): ChildProcess;
  remove(): void;
}

/** The reason why there can be no such root here; undefined when there can. */
export function whyNoBareRoot(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux';
  if (mirrorOf(aptSources()) === undefined) return 'no Debian mirror is configured on this machine';
  const missing = ['debootstrap', 'unshare', 'chroot'].find((name) => !onPath(name));
  return missing === undefined ? undefined : `${missing} is not installed`;
}

/** Makes the root, which takes half a minute, and clones the commit of a checkout into it. */
export function makeBareRoot(checkout: string): BareRoot {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-bare-'));
  const mirror = mirrorOf(aptSources()) ?? '';
  const debian = ['--variant=minbase', '--include=git,ca-certificates,procps', 'bookworm', folder, mirror];
  execFileSync('debootstrap', debian, { stdio: ['ignore', 'ignore', 'inherit'] });
  copyNode(folder);
  copyConnection(folder);
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', checkout, path.join(folder, 'clone')]);
  return {
    folder,
    start: (line) => spawn('unshare', enter(folder, line), { stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Copies Node and npm from this machine. A project that brings its own Node is tried on the older one that starts it. */
function copyNode(folder: string): void {
  const [npm = ''] = whereIs('npm');
  const modules = path.resolve(path.dirname(npm), '..', 'lib', 'node_modules');
  cpSync(whereIs('node').find((file) => !file.includes('node_modules')) ?? '', path.join(folder, 'usr/bin/node'), {
    dereference: true,
  });
  cpSync(path.join(modules, 'npm'), path.join(folder, 'usr/lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(folder, 'usr/bin', name));
}

/** Copies how this machine reaches the package registries: their addresses, and the certificates that it trusts. */
function copyConnection(folder: string): void {
  rmSync(path.join(folder, 'etc/apt/sources.list'), { force: true });
  for (const name of [
    'etc/resolv.conf',
    'etc/hosts',
    'etc/ssl/certs',
    'usr/local/share/ca-certificates',
    ...debianSources(),
  ])
    if (existsSync(`/${name}`)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      cpSync(`/${name}`, path.join(folder, name), { recursive: true, dereference: true, force: true });
    }
}

/** Mounts what programs expect in a mount space of their own, which ends with the process, so that nothing has to be unmounted. */
function enter(folder: string, line: string): readonly string[] {
  const mounts = [
    `mount -t proc proc '${folder}/proc'`,
    `mount --rbind /dev '${folder}/dev'`,
    `mount -t tmpfs tmpfs '${folder}/dev/shm'`,
  ];
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  const environment = {
    HOME: '/root',
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8',
    npm_config_registry: execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
    NODE_EXTRA_CA_CERTS: certificates,
    SSL_CERT_FILE: certificates,
  };
  const words = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  const inside = `exec chroot '${folder}' /usr/bin/env -i ${words.join(' ')} sh -c 'cd /clone && ${line}'`;
  return ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', [...mounts, inside].join(' && ')];
}

function aptSources(): readonly string[] {
  return debianSources().map((file) => readFileSync(`/${file}`, 'utf8'));
}

/** The files that name Debian's own packages, and none of others that this machine may know. */
function debianSources(): readonly string[] {
  const lists = existsSync('/etc/apt/sources.list.d') ? readdirSync('/etc/apt/sources.list.d') : [];
  return ['etc/apt/sources.list', ...lists.map((name) => `etc/apt/sources.list.d/${name}`)].filter(
    (file) => existsSync(`/${file}`) && mirrorOf([readFileSync(`/${file}`, 'utf8')]) !== undefined,
  );
}

function mirrorOf(sources: readonly string[]): string | undefined {
  for (const text of sources) {
    const mirror = /^(?:URIs:|deb )[^#\n]*?(https?:\/\/\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1];
    if (mirror !== undefined) return mirror;
  }
  return undefined;
}

function onPath(name: string): boolean {
  return whereIs(name).length > 0;
}

function whereIs(name: string): readonly string[] {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .filter((file) => existsSync(file));
}
