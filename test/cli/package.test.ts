import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npmProgram } from '../../scripts/npmProgram.mjs';
import { zipEntries } from '../support/zipEntries.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const megabyte = 1_000_000;

/** What each package may hold: everything else is a mistake. */
const inBoth =
  'package\\.json|skill/polyprompt/SKILL\\.md|README\\.md|LICENSE|THIRD-PARTY-NOTICES\\.txt|dist/((sdk-\\w+|sandbox|tokens|results)\\.js|libraries\\.cjs|(panel|codicon)\\.css|codicon\\.ttf)';
const inNpmPackage = new RegExp(`^package/(${inBoth}|dist/cli(-\\w+)?\\.js)$`);
const inExtension = new RegExp(
  `^(${inBoth}|package\\.nls\\.json|CHANGELOG\\.md|media/(icon\\.png|activity\\.svg|walkthrough/[\\w-]+\\.svg)|(syntaxes|schemas)/[\\w.-]+\\.json|dist/((extension|polyprompt-main)\\.cjs|(polyprompt|webview)\\.js|examples\\.json))$`,
);

/** What npm prints; throws when it fails. */
function npm(args: readonly string[], cwd: string): string {
  const [program, ...first] = npmProgram();
  return execFileSync(program, [...first, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The compiler of the bundles is a program of one system. Under Wine there are the packages that Linux has installed. */
const compiler = path.join(root, 'node_modules', '@esbuild', `${process.platform}-${process.arch}`);

const isCompilerHere = existsSync(compiler);

describe(
  isCompilerHere ? 'the packages' : 'the packages (not here: the compiler of another system is installed)',
  function () {
    // Packing builds everything anew, which takes a small machine a minute or two.
    this.timeout(240_000);
    let scratch = '';
    before(function () {
      if (!isCompilerHere) this.skip();
      scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-pack-'));
    });
    after(() => {
      if (scratch !== '') rmSync(scratch, { recursive: true });
    });

    it('ships the command line without dependencies, and runs it from an empty folder', () => {
      npm(['pack', '--pack-destination', scratch, '--silent'], root);
      const [tarball] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
      assert.ok(tarball);
      const empty = path.join(scratch, 'empty');
      mkdirSync(empty);
      writeFileSync(
        path.join(empty, 'hi.prompt.txt'),
        'Summarise in one sentence: the lamp is broken and the shop is closed.',
      );
      const run = (...args: string[]) =>
        npm(['exec', '--yes', '--package', path.join(scratch, tarball), '--', 'polyprompt', ...args], empty);
      assert.match(run('--version'), /^\d+\.\d+\.\d+\n$/);
      const result = JSON.parse(run('run', 'hi.prompt.txt', '--model', 'simulated/terse', '--json'));
      assert.equal(result.results[0].status, 'done');
      const files = linesOf(execFileSync('tar', ['tzf', path.join(scratch, tarball)], { encoding: 'utf8' }));
      assert.deepEqual(
        files.filter((file) => !inNpmPackage.test(file)),
        [],
      );
      for (const needed of ['THIRD-PARTY-NOTICES.txt', 'dist/sdk-mcp.js', 'skill/polyprompt/SKILL.md'])
        assert.ok(files.includes(`package/${needed}`), needed);
    });

    it('packs exactly the allowed files into the extension', () => {
      const files = linesOf(npm(['exec', '--silent', '--', 'vsce', 'ls', '--no-dependencies'], root));
      assert.deepEqual(
        files.filter((file) => !inExtension.test(file)),
        [],
      );
      for (const needed of [
        'dist/extension.cjs',
        'dist/examples.json',
        'dist/polyprompt-main.cjs',
        'dist/polyprompt.js',
        'dist/webview.js',
        'dist/results.js',
        'dist/sdk-mcp.js',
        'skill/polyprompt/SKILL.md',
        'dist/panel.css',
        'dist/sandbox.js',
        'dist/libraries.cjs',
        'dist/tokens.js',
        'schemas/eval.schema.json',
        'README.md',
        'LICENSE',
        'THIRD-PARTY-NOTICES.txt',
      ])
        assert.ok(files.includes(needed), needed);
    });

    it('makes an extension of at most 3 MB and 42 files, whose pictures and links lead to the repository', () => {
      const file = path.join(scratch, 'polyprompt.vsix');
      npm(['run', '--silent', 'package', '--', '-o', file], root);
      const bytes = readFileSync(file);
      assert.ok(bytes.length <= 3 * megabyte, `${bytes.length} bytes`);
      const entries = zipEntries(bytes);
      assert.ok(entries.size <= 42, `${entries.size} files: ${[...entries.keys()].join(' ')}`);
      const readme = String(entries.get('extension/readme.md')?.());
      const targets = [...readme.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, target = '']) => target);
      const { repository } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
      const pictures = `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/raw/HEAD/docs/screenshots/`;
      assert.deepEqual(
        targets.filter((target) => !target.startsWith(pictures)),
        [],
      );
      assert.ok(targets.length > 0);
    });

    it('names the licence of every package that went into it', () => {
      const made = readFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
      const committed = readFileSync(path.join(root, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
      assert.equal(committed, made, 'THIRD-PARTY-NOTICES.txt is not what the bundles hold: npm run docs');
      for (const name of ['@vscode/codicons', 'gpt-tokenizer', 'node-sql-parser', 'fast-xml-parser', 'strnum'])
        assert.match(made, new RegExp(`^${name} \\d+\\.`, 'm'));
      assert.match(made, /Attribution 4\.0 International/);
    });
  },
);

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
