import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

describe('the packages', () => {
  let scratch = '';
  before(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-pack-'));
  });
  after(() => rmSync(scratch, { recursive: true }));

  it('ships the command line without dependencies, and runs it from an empty folder', () => {
    execFileSync('npm', ['pack', '--pack-destination', scratch, '--silent'], { cwd: root });
    const [tarball] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
    assert.ok(tarball);
    const empty = path.join(scratch, 'empty');
    mkdirSync(empty);
    writeFileSync(
      path.join(empty, 'hi.prompt.txt'),
      'Summarise in one sentence: the lamp is broken and the shop is closed.',
    );
    const run = (...args: string[]) =>
      execFileSync('npx', ['--yes', '--package', path.join(scratch, tarball), 'polyprompt', ...args], {
        cwd: empty,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    assert.match(run('--version'), /^\d+\.\d+\.\d+\n$/);
    const result = JSON.parse(run('run', 'hi.prompt.txt', '--model', 'simulated/terse', '--json'));
    assert.equal(result.results[0].status, 'done');
    const files = execFileSync('tar', ['tzf', path.join(scratch, tarball)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const unexpected = files.filter(
      (file) =>
        !/^package\/(package\.json|README\.md|LICENSE|dist\/(cli(-\w+)?|(?:sdk|lib)-\w+|sandbox|sql|tokens|results)\.js|dist\/(licenses\.txt|quickjs\.wasm|(panel|results|codicon)\.css|codicon\.ttf))$/.test(
          file,
        ),
    );
    assert.deepEqual(unexpected, []);
  });

  it('packs exactly the allowed files into the extension', () => {
    const listed = execFileSync('npx', ['vsce', 'ls', '--no-dependencies'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = listed.split('\n').filter((line) => line !== '');
    const unexpected = files.filter(
      (file) =>
        !/^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|media\/(icon\.png|activity\.svg|walkthrough\/\w+\.svg)|syntaxes\/[\w.-]+\.json|schemas\/[\w.-]+\.json|dist\/(extension\.cjs|((?:sdk|lib)-\w+|polyprompt|webview|results|sandbox|sql|tokens)\.js|quickjs\.wasm|(panel|results)\.css|codicon\.(css|ttf)|licenses\.txt|examples\.json))$/.test(
          file,
        ),
    );
    assert.deepEqual(unexpected, []);
    for (const needed of [
      'dist/extension.cjs',
      'dist/polyprompt.js',
      'dist/webview.js',
      'dist/results.js',
      'dist/results.css',
      'dist/panel.css',
      'dist/sandbox.js',
      'dist/quickjs.wasm',
      'dist/tokens.js',
      'schemas/eval.schema.json',
      'README.md',
      'LICENSE',
    ])
      assert.ok(files.includes(needed), needed);
    assert.ok(files.length <= 40);
  });
});
