import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The way to start npm on every system, as a program and its first arguments. The Node that runs this file starts npm's script, since `npm`
 * is a `.cmd` on Windows, which only a shell can start. It is plain JavaScript, for install.mjs.
 */
export function npmProgram({
  environment = process.env,
  node = process.execPath,
  isThere = (file) => existsSync(file),
} = {}) {
  const told = environment.npm_execpath;
  if (told !== undefined && path.basename(told) === 'npm-cli.js' && isThere(told)) return [node, told];
  const beside = path.join(path.dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const above = path.join(path.dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = [beside, above, ...scriptsOnPath(environment)].find((file) => isThere(file));
  return script === undefined ? ['npm'] : [node, script];
}

/** npm's scripts beside the npm of the PATH, which may belong to another Node than the one that runs. */
function scriptsOnPath(environment) {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return (environment[name] ?? '').split(path.delimiter).flatMap((folder) => {
    const link = path.join(folder, 'npm');
    const linked = existsSync(link) ? realpathSync(link) : '';
    const own = path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    return path.basename(linked) === 'npm-cli.js' ? [linked, own] : [own];
  });
}
