import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

const base = ['core/base', 'core/text', 'core/models', 'core/tools'];
const rooms = [...base, 'core/prompt', 'core/providers', 'core/pricing', 'core/diff', 'core/dataset', 'core/stats'];
const tasks = ['core/classes', 'core/fields'];
const below = [...rooms, ...tasks, 'core/people', 'core/grading', 'core/routing'];

/** Which rooms a room may import from, besides itself. Order inside core: only to the left. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'core/base': [],
  'core/text': ['core/base'],
  'core/models': ['core/base', 'core/text'],
  'core/tools': ['core/base', 'core/text'],
  'core/prompt': base,
  'core/providers': base,
  'core/pricing': base,
  'core/diff': base,
  'core/dataset': base,
  'core/stats': [...base, 'core/dataset', 'core/pricing'],
  'core/classes': [...base, 'core/stats'],
  'core/fields': [...base, 'core/stats', 'core/classes'],
  'core/people': [...base, 'core/stats'],
  'core/grading': [
    ...base,
    ...tasks,
    'core/people',
    'core/prompt',
    'core/dataset',
    'core/providers',
    'core/pricing',
    'core/diff',
  ],
  'core/routing': [...base, 'core/dataset', 'core/providers', 'core/pricing', 'core/stats', 'core/privacy'],
  'core/portability': [...base, 'core/prompt', 'core/providers', 'core/pricing'],
  // What a run is, how it is planned, and how it is carried out: what shows or judges a run can start none.
  'core/run': below,
  'core/plan': [...below, 'core/run'],
  'core/execute': [...below, 'core/run', 'core/plan'],
  'core/batch': [...below, 'core/run', 'core/plan', 'core/execute'],
  'core/results': [...below, 'core/run', 'core/plan'],
  'core/judges': [...below, 'core/run', 'core/results', 'core/reports'],
  'core/reports': [...below, 'core/run', 'core/plan', 'core/results'],
  'core/gate': [...below, 'core/run', 'core/plan', 'core/results', 'core/reports', 'core/judges'],
  'core/migration': [...below, 'core/run', 'core/plan', 'core/results', 'core/reports'],
  'core/simulation': [...below, 'core/run'],
  // It decides and does nothing itself: node carries its steps out.
  'core/improve': [...below, 'core/run', 'core/plan', 'core/results'],
  'core/agent': [...below, 'core/run', 'core/plan', 'core/results', 'core/reports', 'core/gate', 'core/improve'],
  // Checks are tried on answers that are there; nothing is asked for that.
  'core/proposals': [...below, 'core/run', 'core/results', 'core/people'],
  // Logs are read and matched with prompts; nothing of a run is needed for that.
  'core/privacy': base,
  'core/cases': [...base, 'core/prompt', 'core/dataset', 'core/privacy'],
  node: ['core/*'],
  protocol: ['core/*'],
  extension: ['core/*', 'node', 'protocol'],
  webview: ['core/*', 'protocol'],
  cli: ['core/*', 'node'],
};

/** Packages a room may load; everything else is a mistake. */
const packages: Readonly<Record<string, RegExp>> = {
  core: /^(openai|@anthropic-ai\/sdk|@google\/genai\/web|handlebars|@handlebars\/parser|yaml|ajv|csv-parse|mustache|parse5|fast-xml-parser|node-sql-parser|@huggingface\/jinja|@noble\/hashes)(\/|$)/,
  // Not net: nothing of ours listens. http and https are asked with, never served with.
  node: /^(node:(child_process|fs|fs\/promises|http|https|os|path|perf_hooks|stream|timers\/promises|url|v8|worker_threads|crypto|zlib)|gpt-tokenizer\/encoding\/o200k_base|quickjs-emscripten-core|@jitl\/quickjs-wasmfile-release-sync)$/,
  protocol: /^$/,
  extension: /^(vscode|node:(path|crypto))$/,
  webview: /^(lit|@vscode-elements\/elements|markdown-it|dompurify)(\/|$)/,
  cli: /^(node:(fs|os|path|stream|tty)|commander|@modelcontextprotocol\/server(\/stdio)?)$/,
};

interface Import {
  readonly file: string;
  readonly target: string;
}

/** Every import of every kind: static, type-only, dynamic, and `import('…')` as a type. */
function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/(?:(?<![\w'"-])from\s*|(?<!['"])\bimport\s*\(?\s*)(['"])([^'"]+)\1/g)].map((match) => ({
    file,
    target: match[2] ?? '',
  }));
}

function roomOf(file: string): string {
  const [, layer = '', folder = '', ...rest] = file.split('/');
  if (layer === 'protocol.ts') return 'protocol';
  if (layer !== 'core') return layer;
  return rest.length > 0 ? `core/${folder}` : 'core/base';
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  return (allowed[from] ?? []).some((room) => room === to || (room === 'core/*' && to.startsWith('core/')));
}

const files = globSync('src/**/*.ts', { cwd: root });
const imports = files.flatMap(importsOf);
/** Imports of our own files, by their place in the project. */
const inner = imports
  .filter(({ target }) => target.startsWith('.') && !target.endsWith('.json'))
  .map(({ file, target }) => ({ file, to: path.posix.join(path.posix.dirname(file), target) }));
const entryPoint = 'src/extension/extension.ts';

describe('layers', () => {
  it('reads every source file and finds their imports', () => {
    assert.ok(files.length > 50, `${files.length} files`);
    assert.ok(imports.length > 200, `${imports.length} imports`);
  });

  it('lets each room import only its own and those to its left', () => {
    const wrong = inner
      .filter(({ file, to }) => !mayImport(roomOf(file), roomOf(to)))
      .map(({ file, to }) => `${file} -> ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('lets nothing but the node layer and batches start a run', () => {
    const wrong = inner
      .filter(({ to }) => to.startsWith('src/core/execute/'))
      .filter(({ file }) => !/^src\/(node|core\/(execute|batch))\//.test(file))
      .map(({ file, to }) => `${file} -> ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('has no two folders that import each other, at any depth', () => {
    const pairs = new Set(inner.map(({ file, to }) => `${path.posix.dirname(file)} ${path.posix.dirname(to)}`));
    const mutual = [...pairs].filter((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      return from < to && pairs.has(`${to} ${from}`);
    });
    assert.deepEqual(mutual, []);
  });

  it('lets features of the editor meet in what they share, and import no other', () => {
    const features = /^src\/extension\/(?!services\/|editor\/)/;
    const wrong = inner
      .filter(({ file, to }) => features.test(file) && features.test(to) && file !== entryPoint)
      .filter(({ file, to }) => path.posix.dirname(file) !== path.posix.dirname(to))
      .map(({ file, to }) => `${file} -> ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('lets no shared service of the editor import a feature', () => {
    const wrong = inner
      .filter(({ file }) => /^src\/extension\/(services|editor)\//.test(file))
      .filter(({ to }) => /^src\/extension\/(?!services\/|editor\/)/.test(to))
      .map(({ file, to }) => `${file} -> ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('lets each layer load only its own packages', () => {
    const wrong = imports
      .filter(({ target }) => !target.startsWith('.'))
      .filter(({ file, target }) => !packages[roomOf(file).split('/')[0] ?? '']?.test(target))
      .map(({ file, target }) => `${file} -> ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('starts no program but git and the servers that somebody approved, and asks on macOS whether git is one', () => {
    const starting = imports.filter(({ target }) => target === 'node:child_process').map(({ file }) => file);
    const server = 'src/node/mcp/programTransport.ts';
    assert.deepEqual(starting.toSorted(), ['src/node/git/gitProgram.ts', 'src/node/git/gitRepository.ts', server]);
    const [program = '', repository = '', transport = ''] = starting
      .toSorted()
      .map((file) => readFileSync(path.join(root, file), 'utf8'));
    const started = (text: string) => text.match(/\bspawn(Sync)?\([^,]+/g);
    assert.deepEqual(started(program), ["spawnSync('/usr/bin/xcode-select'"]);
    assert.deepEqual(started(repository), ['spawn(rules.program ?? gitProgram()']);
    assert.deepEqual(started(transport), ['spawn(serverProgram(server.command']);
    assert.match(program, /programOnPath\('git', /);
  });

  it('starts servers in two places only, each behind its question', () => {
    const importing = (to: string) => inner.filter((found) => found.to === to).map(({ file }) => file);
    assert.deepEqual(importing('src/node/mcp/programTransport.ts'), ['src/node/mcp/suiteServers.ts']);
    const starting = files.filter((file) =>
      /\bSuiteServers\.start\(/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    assert.deepEqual(starting.toSorted(), [
      'src/cli/inputs/serversInTerminal.ts',
      'src/extension/services/toolServers.ts',
    ]);
  });

  it('loads the protocol of coding agents in one file, and this file on demand alone', () => {
    const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
    const loads = (text: string, from: RegExp) =>
      [...text.matchAll(/^import (?!type )[^;]*? from '([^']+)';/gm)].some(([, target = '']) => from.test(target));
    const sdk = files.filter((file) => loads(read(file), /^@modelcontextprotocol\//));
    assert.deepEqual(sdk, ['src/cli/mcpServer/mcpSdk.ts']);
    assert.deepEqual(
      files.filter((file) => loads(read(file), /\/mcpSdk\.ts$/)),
      [],
    );
    assert.ok(files.some((file) => read(file).includes("import('../mcpServer/mcpSdk.ts')")));
  });

  it('opens no listening socket', () => {
    const listening = files.filter((file) => /\bcreateServer\b/.test(readFileSync(path.join(root, file), 'utf8')));
    assert.deepEqual(listening, []);
  });

  it('keeps files under 400 lines and free of drawers', () => {
    const long = files.filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 400);
    const drawers = files.filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|constants|types|index)(\/|\.ts$)/i.test(file),
    );
    assert.deepEqual({ long, drawers }, { long: [], drawers: [] });
  });
});
