import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { plainGit } from '../support/gitFolder.ts';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';
import { firstCommit, gateFolder, promptSaying } from './gateFolder.ts';

const { it: posixIt } = onPosix('it starts sh');

/** Names that a shell, Git's patterns, or a parser of Git's output could take for something else. */
const oddNames = [
  'new\nline',
  'tab\there',
  'qu"ote',
  "ap'os",
  '-dash',
  ':(glob)magic',
  ':top',
  '*',
  'sp ace',
  'ünï',
] as const;

describe('polyprompt check, in every kind of repository', () => {
  const here = gateFolder();
  const staged = (...args: string[]) => here.run('check', '--staged', ...args);
  const bad = { 'say.prompt': promptSaying('Say nothing') };

  onPosix('no file can have such a name').it('finds files by name, whatever is in it', async () => {
    const files = (template: string) =>
      Object.fromEntries(
        oddNames.flatMap((name) => [
          [`${name}.prompt`, promptSaying(template)],
          [
            `${name}.eval.yaml`,
            firstCommit['say.eval.yaml'].replace('./say.prompt', JSON.stringify(`./${name}.prompt`)),
          ],
        ]),
      );
    here.git.write(files('Say {{word}}'));
    here.git.git('add', '--all');
    here.git.git('commit', '-q', '-m', 'Odd names');
    here.git.write(files('Say nothing'));
    here.git.git('add', '--all');
    const { code, stdout } = await staged('-o', 'r.json');
    assert.equal(code, 1, stdout);
    const { suites } = JSON.parse(readFileSync(here.git.path('r.json'), 'utf8'));
    const found = suites.map(({ suite, rows, changed }: (typeof suites)[number]) => [
      suite,
      rows.length,
      changed[0].file,
      /^\+Say nothing$/m.test(changed[0].diff),
    ]);
    assert.deepEqual(
      found,
      [...oddNames].sort().map((name) => [`${name}.eval.yaml`, 3, `${name}.prompt`, true]),
    );
  });

  it('starts no program that the repository names', async () => {
    const marks = path.join(here.git.path('..'), 'started');
    const leave = (name: string) => `sh -c 'touch ${marks}-${name}; cat'`;
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.askPass',
      'diff.external',
      'diff.odd.textconv',
      'diff.odd.command',
      'filter.odd.clean',
      'filter.odd.smudge',
      'filter.odd.process',
      'gpg.program',
    ])
      here.git.git('config', key, leave(key));
    here.git.git('config', 'core.hooksPath', here.git.path('hooks'));
    here.git.write({
      'hooks/post-index-change': `#!/bin/sh\n${leave('hook')}\n`,
    });
    chmodSync(here.git.path('hooks/post-index-change'), 0o755);
    here.git.git('update-index', '--cacheinfo', `100644,${blobOf(bad['say.prompt'])},say.prompt`);
    here.git.write({ '.gitattributes': '*.prompt diff=odd filter=odd\n' });
    const own = readdirSync(path.dirname(marks)).filter((name) => name.startsWith('started'));
    const { code, stdout } = await staged('-o', 'r.md');
    assert.equal(code, 1, stdout);
    const after = readdirSync(path.dirname(marks)).filter((name) => name.startsWith('started'));
    assert.deepEqual(after, own);
  });

  function blobOf(text: string): string {
    writeFileSync(here.git.path('blob'), text);
    return here.git.git('hash-object', '-w', '--no-filters', 'blob').trim();
  }

  it('repeats why git refuses a folder', async () => {
    const env = { ...here.options().env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const { code, stderr } = await polyprompt(['check'], { cwd: here.git.root, env });
    assert.equal(code, 2);
    assert.match(stderr, /dubious ownership/);
    assert.match(stderr, /git config --global --add safe\.directory/);
    const bare = await here.runIn(here.git.path('.git'), 'check');
    assert.equal(bare.code, 2);
    assert.match(bare.stderr, /must be run in a work tree/);
  });

  it('names a missing file by its place in the repository', async () => {
    here.git.git('rm', '-q', 'cases.jsonl');
    const { code, stdout } = await staged();
    assert.equal(code, 2);
    assert.match(stdout, /^ {2}error: say\.eval\.yaml:3: There is no file "cases\.jsonl"/m);
  });

  posixIt('sees what `git commit FILE` is about to commit, and nothing else', async () => {
    here.git.write({ ...bad, 'cases.jsonl': '' });
    here.git.git('add', 'cases.jsonl');
    const hook = here.git.path('.git/hooks/pre-commit');
    const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${cli}" check --staged --offline >seen.txt 2>&1\n`);
    chmodSync(hook, 0o755);
    const env = { ...process.env, ...plainGit, ...here.options().env };
    assert.throws(() =>
      execFileSync('git', ['commit', '-m', 'x', 'say.prompt'], { cwd: here.git.root, env, stdio: 'ignore' }),
    );
    assert.match(readFileSync(here.git.path('seen.txt'), 'utf8'), /3 affected, 0 unchanged \(changed: say\.prompt\)/);
  });

  it('works in a clone without blobs', async () => {
    here.git.commit(bad);
    here.git.git('config', 'uploadpack.allowFilter', 'true');
    const clone = here.git.path('..', 'clone');
    here.git.git('clone', '-q', '--filter=blob:none', pathToFileURL(here.git.root).href, clone);
    const { code, stdout } = await here.runIn(clone, 'check', '--against', 'HEAD~1');
    assert.equal(code, 1, stdout);
  });

  it('follows files that a sparse checkout has left out', async () => {
    const inFolder = firstCommit['say.eval.yaml'].replace('./say.prompt', '../here/say.prompt');
    here.git.commit({
      'here/say.prompt': promptSaying('Say {{word}}'),
      'there/say.eval.yaml': inFolder.replace('./cases.jsonl', './c*.jsonl'),
      'there/cases.jsonl': firstCommit['cases.jsonl'],
    });
    here.git.git('sparse-checkout', 'set', 'here');
    assert.ok(!existsSync(here.git.path('there')));
    here.git.write({ 'here/say.prompt': promptSaying('Say nothing') });
    const { code, stdout } = await here.run('check');
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^there\/say\.eval\.yaml: 3 affected, 0 unchanged \(changed: here\/say\.prompt\)$/m);
  });

  it('works where it can write nothing', async () => {
    here.git.stage(bad);
    here.git.write({ '.polyprompt': 'A file where the folder should be.' });
    const { code, stderr } = await staged();
    assert.equal(code, 1);
    assert.match(stderr, /The run cannot be recorded; it goes on without\./);
    assert.ok(existsSync(here.git.path('.polyprompt')));
  });
});
