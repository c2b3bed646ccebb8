// Builds dist/: the extension, the command line, the panel and one chunk per vendor SDK. `--production` minifies, `--watch` stays.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const lazyChunks = {
  openai: 'sdk-openai',
  '@anthropic-ai/sdk': 'sdk-anthropic',
  '@google/genai/web': 'sdk-google',
  ajv: 'lib-ajv',
  parse5: 'lib-parse5',
  'fast-xml-parser': 'lib-xml',
};

/** What is taken from a package whose names cannot be told from outside. */
const commonJsNames = { ajv: '{ Ajv }' };

/** What is large and seldom needed is reached by `import()` alone and stays a file of its own, so that nothing loads it at start-up. */
const lazyPackages = {
  name: 'lazy-packages',
  setup(build) {
    build.onResolve({ filter: /\/sqlDialects\.ts$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './sql.js', external: true } : undefined,
    );
    build.onResolve(
      { filter: /^(openai|@anthropic-ai\/sdk|@google\/genai\/web|ajv|parse5|fast-xml-parser)$/ },
      (args) => {
        if (args.kind === 'entry-point') return undefined;
        if (args.kind !== 'dynamic-import') return { errors: [{ text: `load ${args.path} lazily, with import()` }] };
        return { path: `./${lazyChunks[args.path]}.js`, external: true };
      },
    );
  },
};

const shared = {
  bundle: true,
  minify: production,
  metafile: true,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
};
const forNode = { ...shared, platform: 'node', target: 'node22', format: 'esm' };
// Some CommonJS packages inside an ES module bundle ask for `require`.
const requireBanner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

const builds = [
  {
    ...forNode,
    format: 'cjs',
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.cjs',
    external: ['vscode'],
    plugins: [lazyPackages],
  },
  // In chunks, so that --help and --version load nothing of the engine.
  {
    ...forNode,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'cli-[hash]',
    plugins: [lazyPackages],
    banner: requireBanner,
  },
  // In one file, for the extension: the hooks that it installs run this where no other polyprompt is found.
  {
    ...forNode,
    entryPoints: { polyprompt: 'src/cli/main.ts' },
    outdir: 'dist',
    plugins: [lazyPackages],
    banner: requireBanner,
  },
  ...Object.entries(lazyChunks).map(([name, chunk]) => ({
    ...forNode,
    stdin: { contents: `export ${commonJsNames[name] ?? '*'} from '${name}';`, resolveDir: import.meta.dirname },
    outfile: `dist/${chunk}.js`,
    banner: requireBanner,
  })),
  // The engine's glue needs import.meta.url, so this has to be an ES module.
  { ...forNode, entryPoints: { sandbox: 'src/node/sandbox/worker.ts' }, outdir: 'dist' },
  { ...forNode, entryPoints: { sql: 'src/core/grading/sqlDialects.ts' }, outdir: 'dist', banner: requireBanner },
  // Nearly 3 MB of ranks, read by the thread that counts and by nobody else.
  { ...forNode, entryPoints: { tokens: 'src/node/tokenCounterWorker.ts' }, outdir: 'dist' },
  {
    ...shared,
    platform: 'browser',
    target: 'chrome138',
    format: 'esm',
    entryPoints: { webview: 'src/webview/main.ts', results: 'src/webview/results.ts' },
    outdir: 'dist',
  },
];

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
copyFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'dist/codicon.css');
copyFileSync('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/codicon.ttf');
copyFileSync('media/panel.css', 'dist/panel.css');
writeFileSync(
  'dist/results.css',
  ['matrix', 'routes'].map((name) => readFileSync(`media/${name}.css`, 'utf8')).join('\n'),
);
writeFileSync('dist/examples.json', JSON.stringify(examples()));
copyFileSync('node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm', 'dist/quickjs.wasm');
if (watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
  console.log('watching');
} else {
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  shareEditorApi('dist/extension.cjs');
  writeFileSync('dist/licenses.txt', licenceNotices(results.map((result) => result.metafile)));
}

/** The examples in one file, from path in their folder to text: the extension writes them where somebody wants to try them. */
function examples() {
  const names = readdirSync('examples', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.polyprompt'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  return Object.fromEntries(names.map((name) => [name.slice('examples/'.length), readFileSync(name, 'utf8')]));
}

/**
 * esbuild copies the editor's API, hundreds of names, once for every file that imports it. The files only read it, so they can share
 * the one object: a tenth of the time to activate.
 */
function shareEditorApi(file) {
  const code = readFileSync(file, 'utf8');
  const shared = code.replace(/\w+\(require\("vscode"\), ?1\)/g, 'editorApi');
  if (shared === code) throw new Error(`${file}: no import of vscode was found to share`);
  // Characters beyond Latin-1, left in regular expressions alone, would make the engine read the whole file as two bytes each.
  const narrow = shared.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(file, narrow.replace('"use strict";', '"use strict";const editorApi = require("vscode");'));
}

/** The licence text of every package that went into a bundle. */
function licenceNotices(metafiles) {
  const packages = new Set();
  for (const file of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (folder) packages.add(folder);
  }
  return [...packages]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n`);
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : ''}\n`;
}
