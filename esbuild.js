// Builds dist/: the extension, the command line, the panel and one chunk per vendor SDK. `--production` minifies, `--watch` stays.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';
import { buildExtension } from './scripts/build/extensionBundles.mjs';
import { importedDialects, packedEngine, packedSql, packedTokens } from './scripts/build/packedModules.mjs';
import { thirdPartyNotices } from './scripts/build/thirdPartyNotices.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
/** Packages that are large and seldom needed. They are reached by `import()` alone, so that nothing loads them at start-up. */
const ownChunks = {
  openai: 'sdk-openai',
  '@anthropic-ai/sdk': 'sdk-anthropic',
  '@google/genai/web': 'sdk-google',
};
/** These share one file, in which each is evaluated when it is first asked for. */
const libraries = ['ajv', 'parse5', 'fast-xml-parser'];
/** So does the SQL parser, behind the module of ours that imports its dialects. */
const sqlDialects = './src/core/grading/sqlDialects.ts';

/** The protocol's package for coding agents, through the module of ours that says what is used of it. */
const mcpSdk = './src/cli/mcpServer/mcpSdk.ts';

const lazyPackages = {
  name: 'lazy-packages',
  setup(build) {
    build.onResolve({ filter: /\/mcpSdk\.ts$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './sdk-mcp.js', external: true } : undefined,
    );
    build.onResolve({ filter: /\/sqlDialects\.ts$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: sqlDialects, namespace: 'library' } : undefined,
    );
    build.onResolve({ filter: exactly([...Object.keys(ownChunks), ...libraries]) }, (args) => {
      if (args.kind !== 'dynamic-import') return { errors: [{ text: `load ${args.path} lazily, with import()` }] };
      if (libraries.includes(args.path)) return { path: args.path, namespace: 'library' };
      return { path: `./${ownChunks[args.path]}.js`, external: true };
    });
    build.onLoad({ filter: /./, namespace: 'library' }, ({ path }) => ({
      contents: `export const { ${exportedNames(path)} } = require('./libraries.cjs')['${path}']();`,
    }));
    build.onResolve({ filter: /^\.\/libraries\.cjs$/ }, (args) => ({ path: args.path, external: true }));
  },
};

/**
 * The protocol's package brings a whole validator of schemas, a third of its size, which our server never asks: every argument is checked by
 * our own definitions. One that is asked all the same fails.
 */
const withoutValidator = {
  name: 'without-validator',
  setup(build) {
    build.onLoad({ filter: /[\\/]@modelcontextprotocol[\\/]server[\\/]dist[\\/]shimsNode\.mjs$/ }, () => ({
      contents: `export { default as process } from 'node:process';
export class DefaultJsonSchemaValidator { getValidator() { throw new Error('Arguments are checked elsewhere.'); } }`,
    }));
  },
};

/** `require` would take the file that some packages offer for it, with copies of other packages inside. */
const fromSource = {
  name: 'from-source',
  setup(build) {
    build.onResolve({ filter: exactly(libraries) }, ({ path, resolveDir, pluginData }) =>
      pluginData === 'resolved'
        ? undefined
        : build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: 'resolved' }),
    );
  },
};

/** An ES module says its names before it runs. */
function exportedNames(name) {
  if (name === sqlDialects) return ['sqlDialects'];
  return Object.keys(createRequire(import.meta.url)(name)).filter((key) => key !== 'default');
}

function exactly(names) {
  return new RegExp(`^(${names.join('|')})$`);
}

/** Leaves what the start loads in a file of its own, since an old Node fails on reading that file and not on running it. */
const startFirst = {
  name: 'start-first',
  setup(build) {
    build.onResolve({ filter: /\/main\.ts$/ }, () => ({ path: './polyprompt-main.cjs', external: true }));
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
  // In chunks, so that --help and --version load nothing of the engine.
  {
    ...forNode,
    entryPoints: { cli: 'src/cli/start.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'cli-[hash]',
    plugins: [lazyPackages],
    banner: requireBanner,
  },
  // The start of what the hooks run that the extension installs, where no other polyprompt is found.
  {
    ...forNode,
    entryPoints: { polyprompt: 'src/cli/start.ts' },
    outdir: 'dist',
    plugins: [startFirst],
  },
  ...Object.entries(ownChunks).map(([name, chunk]) => ({
    ...forNode,
    stdin: { contents: `export * from '${name}';`, resolveDir: import.meta.dirname },
    outfile: `dist/${chunk}.js`,
    banner: requireBanner,
  })),
  {
    ...forNode,
    entryPoints: { 'sdk-mcp': mcpSdk },
    outdir: 'dist',
    plugins: [withoutValidator],
    banner: requireBanner,
  },
  {
    ...forNode,
    format: 'cjs',
    stdin: {
      contents: [...libraries, sqlDialects].map((name) => `exports['${name}'] = () => require('${name}');`).join('\n'),
      resolveDir: import.meta.dirname,
    },
    outfile: 'dist/libraries.cjs',
    plugins: [fromSource, packedSql(importedDialects(sqlDialects), production)],
  },
  // The engine's glue needs import.meta.url, so this has to be an ES module.
  {
    ...forNode,
    entryPoints: { sandbox: 'src/node/sandbox/worker.ts' },
    outdir: 'dist',
    plugins: [packedEngine(production)],
  },
  // Two megabytes of ranks, read by the thread that counts and by nobody else.
  {
    ...forNode,
    entryPoints: { tokens: 'src/node/tokens/tokenCounterWorker.ts' },
    outdir: 'dist',
    plugins: [packedTokens(production)],
  },
  {
    ...shared,
    platform: 'browser',
    target: 'chrome138',
    format: 'esm',
    entryPoints: { webview: 'src/webview/compare/main.ts', results: 'src/webview/results.ts' },
    outdir: 'dist',
  },
];

/** What is copied as it is, and the name it has in dist/. */
const copied = {
  'node_modules/@vscode/codicons/dist/codicon.css': 'codicon.css',
  'node_modules/@vscode/codicons/dist/codicon.ttf': 'codicon.ttf',
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
for (const [file, name] of Object.entries(copied)) copyFileSync(file, `dist/${name}`);
writeFileSync(
  'dist/panel.css',
  ['panel', 'matrix', 'routes', 'improve', 'cases'].map((name) => readFileSync(`media/${name}.css`, 'utf8')).join('\n'),
);
writeFileSync('dist/examples.json', JSON.stringify(examples()));
if (watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
  console.log('watching');
} else {
  const extension = { shared, folder: 'dist', plugins: [lazyPackages] };
  const results = await Promise.all([...builds.map((options) => esbuild.build(options)), buildExtension(extension)]);
  const bundled = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices([...bundled, ...Object.keys(copied)]));
}

/** The examples in one file, from path in their folder to text: the extension writes them where somebody wants to try them. */
function examples() {
  const names = readdirSync('examples', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.polyprompt'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  return Object.fromEntries(names.map((name) => [name.slice('examples/'.length), readFileSync(name, 'utf8')]));
}
