// Packs large tables and parsers into a bundle, to be unpacked when they are first asked for. This saves a third of the extension's size.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/** Packs hardest for a release, which takes seconds, and fast for every other build. */
function pack(contents, production) {
  const bytes = Buffer.from(contents);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: production ? constants.BROTLI_MAX_QUALITY : 5,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

/** Offers `contents` to the bundle as the bytes that `import bytes from 'packed:name'` gives. */
function offerPacked(build, name, contents) {
  build.onResolve({ filter: new RegExp(`^packed:${name}$`) }, () => ({ path: name, namespace: 'packed' }));
  build.onLoad({ filter: new RegExp(`^${name}$`), namespace: 'packed' }, async () => ({
    contents: await contents(),
    loader: 'binary',
  }));
}

/** The ranks of the tokens: two megabytes of words, as packed JSON. */
export function packedTokens(production) {
  const ranks = path.resolve('node_modules/gpt-tokenizer/esm/bpeRanks/o200k_base.js');
  return {
    name: 'packed-tokens',
    setup(build) {
      offerPacked(build, 'ranks', async () => {
        const loaded = await import(pathToFileURL(ranks).href);
        return pack(JSON.stringify(loaded.default), production);
      });
      build.onLoad({ filter: /[\\/]bpeRanks[\\/]o200k_base\.js$/ }, () => ({
        contents: `
          import { brotliDecompressSync } from 'node:zlib';
          import packed from 'packed:ranks';
          export default JSON.parse(brotliDecompressSync(packed).toString());`,
        loader: 'js',
      }));
    },
  };
}

/** Packs the engine of the sandbox. */
export function packedEngine(production) {
  const engine = 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm';
  return {
    name: 'packed-engine',
    setup(build) {
      offerPacked(build, 'engine', () => pack(readFileSync(engine), production));
      build.onLoad({ filter: /[\\/]sandbox[\\/]engineBytes\.ts$/ }, () => ({
        contents: `
          import { brotliDecompressSync } from 'node:zlib';
          import packed from 'packed:engine';
          export const engineBytes = brotliDecompressSync(packed);`,
        loader: 'js',
      }));
    },
  };
}

const sqlBuild = /[\\/]node-sql-parser[\\/]build[\\/](\w+)\.js$/;

/**
 * The builds of the SQL parser, one per dialect, have most of their text in common. Packed together they take a tenth of their size, and
 * only the dialect that is asked for is compiled.
 */
export function packedSql(dialects, production) {
  const sourceOf = (dialect) => readFileSync(`node_modules/node-sql-parser/build/${dialect}.js`, 'utf8');
  return {
    name: 'packed-sql',
    setup(build) {
      offerPacked(build, 'sql', () =>
        pack(JSON.stringify(Object.fromEntries(dialects.map((dialect) => [dialect, sourceOf(dialect)]))), production),
      );
      build.onResolve({ filter: /^packed-sql-loader$/ }, (args) => ({ path: args.path, namespace: 'packed-sql' }));
      build.onLoad({ filter: /./, namespace: 'packed-sql' }, () => ({
        contents: sqlLoader,
        loader: 'js',
        resolveDir: path.resolve('node_modules/node-sql-parser'),
      }));
      build.onLoad({ filter: sqlBuild }, ({ path: file }) => {
        const [, dialect] = sqlBuild.exec(file) ?? [];
        if (!dialects.includes(dialect)) return { errors: [{ text: `${dialect} is not among the packed dialects` }] };
        return {
          contents: `import { loadDialect } from 'packed-sql-loader'; export default loadDialect('${dialect}');`,
          loader: 'js',
        };
      });
    },
  };
}

const sqlLoader = `
  import { compileFunction } from 'node:vm';
  import { brotliDecompressSync } from 'node:zlib';
  import bigInteger from 'big-integer';
  import packed from 'packed:sql';
  const modules = { 'big-integer': bigInteger };
  export function loadDialect(name) {
    const { [name]: source } = JSON.parse(brotliDecompressSync(packed).toString());
    const exports = {};
    compileFunction(source, ['exports', 'require'])(exports, (needed) => modules[needed]);
    return exports;
  }`;

/** The dialects that a source file of ours imports. */
export function importedDialects(file) {
  return [...readFileSync(file, 'utf8').matchAll(/node-sql-parser\/build\/(\w+)\.js/g)].map(([, dialect]) => dialect);
}
