// The extension, and the command line that its hooks and terminals run, above one engine that is in the package once.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const entries = { extension: 'src/extension/extension.ts', 'polyprompt-main': 'src/cli/main.ts' };

/**
 * What is loaded lazily in the npm package would become a file of its own here. The actions of the command line come at once instead, and
 * large libraries are asked for in the file that holds them. The SDKs stay what they are, files of their own.
 */
const inOneFile = {
  name: 'in-one-file',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/](cli|core)[\\/].*\.ts$/ }, ({ path: file }) => {
      const imports = [];
      const contents = readFileSync(file, 'utf8')
        .replace(/(?<!typeof )\bimport\('(\.[^']*\/(?!mcpSdk)\w+\.ts)'\)/g, (whole, target) => {
          if (!/[\\/]cli[\\/]/.test(file)) return whole;
          imports.push(`import * as lazily${imports.length} from '${target}';`);
          return `Promise.resolve(lazily${imports.length - 1})`;
        })
        .replace(/(?<!typeof )\bimport\('(ajv|parse5|fast-xml-parser)'\)/g, (_, name) => fromLibraries(name))
        .replace(/(?<!typeof )\bimport\('\.\/sqlDialects\.ts'\)/g, () =>
          fromLibraries('./src/core/grading/sqlDialects.ts'),
        );
      return { contents: `${contents}\n${imports.join('\n')}`, loader: 'ts' };
    });
  },
};

function fromLibraries(name) {
  return `Promise.resolve().then(() => require('./libraries.cjs')['${name}']())`;
}

/** Writes extension.cjs and polyprompt-main.cjs into a folder; the result tells what went into them. */
export async function buildExtension({ shared, folder, plugins }) {
  const built = await esbuild.build({
    ...shared,
    sourcemap: shared.sourcemap ? 'inline' : false,
    entryPoints: entries,
    outdir: folder,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    chunkNames: 'engine',
    external: ['vscode'],
    // The editor loads CommonJS, which has no import.meta.
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [inOneFile, ...plugins],
    write: false,
  });
  const texts = Object.fromEntries(built.outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
  const { 'engine.js': engine, 'extension.js': editor, 'polyprompt-main.js': commandLine, ...others } = texts;
  if (engine === undefined || Object.keys(others).length > 0)
    throw new Error(`one engine was expected, beside it: ${Object.keys(others)}`);
  const [first, second, third] = await Promise.all([engine, editor, commandLine].map((text) => commonJs(text, shared)));
  writeBundle(path.join(folder, 'extension.cjs'), withEditor(first, second), shared);
  writeBundle(path.join(folder, 'polyprompt-main.cjs'), third, shared);
  return built;
}

/** Bundles that share a part come as ES modules alone; the editor asks for CommonJS. */
async function commonJs(text, { minify, sourcemap }) {
  const named = text.replaceAll('./engine.js', './extension.cjs');
  const options = {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify,
    sourcemap: sourcemap ? 'external' : false,
  };
  const { code, map } = await esbuild.transform(named, options);
  return { code: `"use strict";${narrow(shareEditorApi(code))}`, map };
}

/**
 * The engine, and behind it the editor's part, which is evaluated when the editor activates it and never by the command line. The
 * parentheses around its function tell V8 to compile it at once: without them it reads that part twice.
 */
function withEditor(engine, editor) {
  const before = `${engine.code}
{
  const engine = module.exports;
  const load = (function (module, exports, require) {
`;
  const after = `
    return module.exports;
  });
  let loaded;
  const editor = () => (loaded ??= load({ exports: {} }, {}, (id) => (id === './extension.cjs' ? engine : require(id))));
  Object.defineProperty(engine, 'activate', { value: (context) => editor().activate(context), enumerable: true });
}
`;
  return { code: before + editor.code + after, map: sectionsOf(engine.map, editor.map, before.split('\n').length - 1) };
}

/** One source map of two parts, the second of which begins at a line of its own. */
function sectionsOf(first, second, line) {
  if (!first || !second) return '';
  const sections = [
    { offset: { line: 0, column: 0 }, map: JSON.parse(first) },
    { offset: { line, column: 0 }, map: JSON.parse(second) },
  ];
  return JSON.stringify({ version: 3, sections });
}

function writeBundle(file, { code, map }, { sourcemap }) {
  writeFileSync(file, sourcemap ? `${code}\n//# sourceMappingURL=${path.basename(file)}.map\n` : code);
  if (sourcemap) writeFileSync(`${file}.map`, map);
}

/**
 * esbuild copies the editor's API, hundreds of names, once for every file that imports it. The files only read it, so they can share
 * the one object: a tenth of the time to activate.
 */
function shareEditorApi(code) {
  const shared = code.replace(/\w+\(require\("vscode"\)(?:, ?1)?\)/g, 'editorApi');
  return shared === code ? code : `const editorApi = require("vscode");${shared}`;
}

/** Characters beyond Latin-1, left in regular expressions alone, would make the engine read the whole file as two bytes each. */
function narrow(code) {
  return code.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
