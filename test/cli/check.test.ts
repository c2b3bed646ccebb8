import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eventually } from '../support/eventually.ts';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';
import { caseLine, firstCommit, gateFolder, promptSaying } from './gateFolder.ts';

const { it: interruptedIt } = onPosix('Ctrl-C cannot be sent to another program');

describe('polyprompt check', () => {
  const here = gateFolder();
  const check = (...args: string[]) => here.run('check', ...args);
  const staged = (...args: string[]) => check('--staged', ...args);

  it('stops a staged change that makes a case worse, and shows which and why', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Say {{#ifEquals word "lamp"}}nothing{{else}}{{word}}{{/ifEquals}}') });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^Prompt check: staged against HEAD$/m);
    assert.match(stdout, /^say\.eval\.yaml: 1 affected, 2 unchanged \(changed: say\.prompt\)$/m);
    assert.match(stdout, /^REGRESSED {2}openai\/gpt-5\.6-luna {2}cases\.jsonl:1 {2}lamp$/m);
    assert.match(stdout, /^ {2}- Say lamp$\n^ {2}\+ Say nothing$/m);
    assert.match(stdout, /^failed: 1 row passes with HEAD and fails with staged\.$/m);
    assert.doesNotMatch(stdout, /--no-verify/);
  });

  it('begins with the verdict where an editor commits, since that line is all that it shows', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Say nothing') });
    const { cwd, env } = here.options();
    const inHook = { cwd, env: { ...env, GIT_INDEX_FILE: '.git/index' } };
    const { code, stdout, stderr } = await polyprompt(['check', '--staged'], inHook);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.match(stdout, /^Polyprompt stopped this commit: 3 cases got worse in say\.eval\.yaml\.\n/);
    assert.match(stdout, /git commit --no-verify\n$/);
    const refused = await polyprompt(['check', '--staged', '--shard', '9'], inHook);
    assert.match(refused.stderr, /^Polyprompt stopped this commit: /);
  });

  it('passes an unrelated change, asks nobody and writes nothing', async () => {
    here.git.stage({ 'notes.md': 'Something else.\n' });
    const asked = await here.requestsOf(async () => assert.equal((await staged()).code, 0));
    assert.equal(asked, 0);
    assert.doesNotMatch(here.git.git('status', '--porcelain'), /polyprompt/);
  });

  it('passes when nothing is staged, whatever lies in the working copy', async () => {
    here.git.write({ 'say.prompt': promptSaying('Say nothing') });
    assert.equal((await staged()).code, 0);
    assert.equal((await check()).code, 1);
  });

  it('reads the index and not the working copy, from any folder of the repository', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Say nothing'), 'deep/er/notes.md': '' });
    here.git.write({ 'say.prompt': promptSaying('Say {{word}}, please') });
    assert.equal((await staged()).code, 1);
    assert.equal((await check()).code, 0);
    assert.equal((await here.runIn(here.git.path('deep/er'), 'check', '--staged')).code, 1);
  });

  it('says what got better too, and lets it through', async () => {
    here.git.commit({
      'say.prompt': promptSaying('Say {{#ifEquals word "lamp"}}nothing{{else}}{{word}}{{/ifEquals}}'),
    });
    here.git.stage({ 'say.prompt': firstCommit['say.prompt'] });
    const { code, stdout } = await staged();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^0 worse, 1 better, 2 same;/m);
  });

  it('asks each version once: the second check takes all answers from the cache', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
    assert.equal(await here.requestsOf(staged), 6);
    assert.equal(await here.requestsOf(staged), 0);
  });

  it('runs only the changed rows when a dataset changed', async () => {
    here.git.stage({ 'cases.jsonl': firstCommit['cases.jsonl'] + caseLine('shelf') + caseLine('bed') });
    const { code, stdout } = await staged();
    assert.equal(code, 0);
    assert.match(stdout, /2 affected, 3 unchanged/);
    assert.match(stdout, /2 new/);
  });

  it('finds a change through a partial', async () => {
    here.git.commit({ '_tone.prompt': 'Be kind.', 'say.prompt': promptSaying('{{>tone}} Say {{word}}') });
    here.git.stage({ '_tone.prompt': 'Say nothing.' });
    const { stdout } = await staged();
    assert.match(stdout, /3 affected, 0 unchanged \(changed: _tone\.prompt\)/);
  });

  it('knows a prompt and a suite again that were renamed', async () => {
    here.git.git('mv', 'say.prompt', 'talk.prompt');
    here.git.git('mv', 'say.eval.yaml', 'talk.eval.yaml');
    here.git.stage({
      'talk.eval.yaml': firstCommit['say.eval.yaml'].replace('say.prompt', 'talk.prompt'),
      'talk.prompt': promptSaying('Say {{#ifEquals word "lamp"}}nothing{{else}}{{word}}{{/ifEquals}}'),
    });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /talk\.eval\.yaml: 1 affected, 2 unchanged/);
  });

  it('refuses what cannot be run any more: a deleted partial', async () => {
    here.git.commit({ '_tone.prompt': 'Be kind.', 'say.prompt': promptSaying('{{>tone}} Say {{word}}') });
    here.git.git('rm', '-q', '_tone.prompt');
    const { code, stdout } = await staged();
    assert.equal(code, 2, stdout);
    assert.match(stdout, /error: say\.\w+(?:\.yaml)?:\d+: .*tone/);
  });

  it('refuses cases that cannot be rendered any more, but not those that never could', async () => {
    here.git.commit({ 'cases.jsonl': `${firstCommit['cases.jsonl']}${JSON.stringify({ vars: { other: 'x' } })}\n` });
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
    assert.equal((await staged()).code, 0);
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}} in {{language}}') });
    const { code, stdout } = await staged();
    assert.equal(code, 2, stdout);
    assert.match(stdout, /error: cases\.jsonl:1: .*language/);
  });

  it('says when a suite names no model, and takes one', async () => {
    here.git.commit({ 'say.eval.yaml': 'prompt: ./say.prompt\ncases: ./cases.jsonl\n', 'say.prompt': 'Say {{word}}' });
    here.git.stage({ 'say.prompt': 'Please say {{word}}' });
    const { code, stdout } = await staged();
    assert.equal(code, 2, stdout);
    assert.match(stdout, /error: say\.eval\.yaml:1: The suite names no model: give one with --model\./);
    assert.equal((await staged('--model', 'openai/gpt-5.6-luna')).code, 0);
  });

  it('names a changed prompt that no suite covers', async () => {
    here.git.stage({ 'alone.prompt': 'Hello' });
    const { code, stdout } = await staged();
    assert.equal(code, 0);
    assert.match(stdout, /No suite covers: alone\.prompt/);
  });

  it('works before the first commit, with everything new', async () => {
    here.git.git('update-ref', '-d', 'HEAD');
    const { code, stdout } = await staged();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /3 new/);
  });

  it('works with a detached HEAD, and against a branch from where this one left it', async () => {
    here.git.git('checkout', '-q', '-b', 'topic');
    here.git.commit({ 'say.prompt': promptSaying('Say nothing') });
    here.git.git('checkout', '-q', 'main');
    here.git.commit({ 'cases.jsonl': `${firstCommit['cases.jsonl']}${caseLine('bed')}` });
    here.git.git('checkout', '-q', '--detach', 'topic');
    assert.equal((await check()).code, 0);
    const { code, stdout } = await check('--against', 'main');
    assert.equal(code, 1);
    assert.match(stdout, /working copy against main/);
    assert.match(stdout, /3 worse/);
  });

  it('checks any commit against the one before it, or where it left another branch', async () => {
    here.git.commit({ 'say.prompt': promptSaying('Say nothing') });
    here.git.commit({ 'say.prompt': promptSaying('Say {{word}}!') });
    const bad = await check('--commit', 'HEAD~1');
    assert.equal(bad.code, 1, bad.stdout);
    assert.match(bad.stdout, /Prompt check: HEAD~1 against HEAD~1\^/);
    const better = await check('--commit', 'HEAD');
    assert.match(better.stdout, /0 worse, 3 better/);
    assert.equal((await check('--commit', 'HEAD', '--against', 'HEAD~2')).code, 0);
    assert.equal((await check('--commit', 'HEAD', '--staged')).code, 2);
    assert.match((await check('--commit', 'no')).stderr, /There is no commit "no" here/);
  });

  it('works in a worktree and in a submodule, with names that are not ASCII', async () => {
    const outer = here.git.path('..', 'äußeres');
    here.git.git('worktree', 'add', '-q', outer);
    here.git.git('-C', outer, 'rm', '-q', '--cached', 'say.prompt');
    writeFileSync(`${outer}/say.prompt`, promptSaying('Say nothing'));
    here.git.git('-C', outer, 'add', '.');
    assert.equal((await here.runIn(outer, 'check', '--staged')).code, 1);
    here.git.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', here.git.root, 'drinnen/möbel');
    assert.equal((await staged()).code, 0);
    writeFileSync(here.git.path('drinnen/möbel/say.prompt'), promptSaying('Say nothing'));
    here.git.git('-C', 'drinnen/möbel', 'add', '.');
    assert.equal((await here.runIn(here.git.path('drinnen/möbel'), 'check', '--staged')).code, 1);
    here.git.git('worktree', 'remove', '--force', outer);
  });

  it('ends with 2 outside of a repository and for a commit that is not there', async () => {
    assert.match((await check('--against', 'nowhere')).stderr, /There is no commit "nowhere" here\. .*git fetch/);
    assert.equal((await check('--against', 'nowhere')).code, 2);
    rmSync(here.git.path('.git'), { recursive: true });
    const { code, stderr } = await check();
    assert.equal(code, 2);
    assert.match(stderr, /in no Git repository/);
  });

  it('refuses to guess while a merge is unfinished', async () => {
    here.git.git('checkout', '-q', '-b', 'topic');
    here.git.commit({ 'say.prompt': promptSaying('Tell {{word}}') });
    here.git.git('checkout', '-q', 'main');
    here.git.commit({ 'say.prompt': promptSaying('Speak {{word}}') });
    assert.throws(() => here.git.git('merge', 'topic'));
    const { code, stderr } = await staged();
    assert.equal(code, 2);
    assert.match(stderr, /"say\.prompt" has a merge conflict/);
  });

  describe('at its limits', () => {
    it('stops at the spending limit, says what it did not run, and ends with 4 unless told to pass', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const { code, stdout } = await staged('--max-cost', '0.0000001');
      assert.equal(code, 4, stdout);
      assert.match(stdout, /^incomplete: [1-3] of 3 rows have no comparison: the spending limit was reached\.$/m);
      assert.match(stdout, /NOT RUN/);
      assert.equal((await staged('--max-cost', '0.0000001', '--allow-incomplete')).code, 0);
    });

    it('stops when the time is over', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const answer = Promise.withResolvers<void>();
      here.server.script({ heldUntil: answer.promise }, ({ prompt }) => prompt === 'Please say lamp');
      const { code, stdout } = await staged('--max-time', '1');
      answer.resolve();
      assert.equal(code, 4, stdout);
      assert.match(stdout, /the time was over/);
    });

    it('says that the time was over for suites that it did not come to', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const { code, stdout } = await staged('--max-time', '0.001');
      assert.equal(code, 4, stdout);
      assert.match(stdout, /^incomplete: 3 of 3 rows have no comparison: the time was over\.$/m);
    });

    it('tells a provider that is down from a change that is worse', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      here.server.otherwise(() => ({ status: 400, body: '{"error":{"message":"down for today"}}' }));
      const { code, stdout } = await staged();
      here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
      assert.equal(code, 3, stdout);
      assert.match(stdout, /^provider-errors: 3 of 3 rows have no comparison: .*down for today/m);
      assert.match(stdout, /down for today/);
    });

    it('says that a key is missing', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const { code, stdout } = await polyprompt(['check', '--staged'], { cwd: here.git.root });
      assert.equal(code, 3, stdout);
      assert.match(stdout, /^NOT RUN {2}openai\/gpt-5\.6-luna {2}3 rows: There is no API key for OpenAI\.$/m);
    });

    it('asks nobody offline: what is in the cache is compared, the rest is named', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const { code, stdout } = await staged('--offline');
      assert.equal(code, 4, stdout);
      assert.match(stdout, /neither in the cache nor in the baseline/);
      await staged();
      assert.equal(await here.requestsOf(async () => assert.equal((await staged('--offline')).code, 0)), 0);
    });

    interruptedIt('keeps what was answered when it is interrupted, and ends with 130', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      const answer = Promise.withResolvers<void>();
      here.server.script({ heldUntil: answer.promise }, ({ prompt }) => prompt === 'Please say lamp');
      const asked = here.server.requests.length;
      const { code } = await polyprompt(['check', '--staged'], {
        ...here.options(),
        onStart: (interrupt) => {
          void eventually('the requests', () => here.server.requests.length >= asked + 4 || undefined).then(interrupt);
        },
      });
      answer.resolve();
      assert.equal(code, 130);
      assert.ok((await here.requestsOf(staged)) < 6);
    });
  });

  describe('by its rules', () => {
    it('fails below a threshold', async () => {
      here.git.stage({ 'cases.jsonl': firstCommit['cases.jsonl'] + caseLine('shelf').replace('"shelf"}', '"x"}') });
      assert.equal((await staged()).code, 0);
      const { code, stdout } = await staged('--fail-on', 'threshold', '--threshold', '0.9');
      assert.equal(code, 1);
      assert.match(stdout, /0 of 1 affected rows pass: below the threshold of 90%/);
    });

    it('fails only for more than noise when told so', async () => {
      const many = Array.from({ length: 12 }, (_, index) => `w${index}`);
      here.git.commit({ 'cases.jsonl': many.map(caseLine).join('') });
      here.git.stage({
        'say.prompt': promptSaying('Say {{#ifEquals word "w3"}}nothing{{else}}{{word}} please{{/ifEquals}}'),
      });
      const one = await staged('--fail-on', 'significant');
      assert.equal(one.code, 0, one.stdout);
      assert.match(one.stdout, /inside the noise/);
      here.git.stage({ 'say.prompt': promptSaying('Say nothing') });
      const all = await staged('--fail-on', 'significant');
      assert.equal(all.code, 1);
      assert.match(all.stdout, /Worse by more than noise: openai\/gpt-5\.6-luna/);
    });

    it('blames nobody for a case that is flaky', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      let turn = 0;
      here.server.otherwise(({ prompt }) => ({
        answer: { text: prompt.startsWith('Please say lamp') && turn++ % 2 === 0 ? 'no' : prompt },
      }));
      const { code, stdout } = await staged('--repeat', '4');
      here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^FLAKY {2}openai\/gpt-5\.6-luna {2}cases\.jsonl:1/m);
    });
  });

  describe('with a baseline', () => {
    const accept = async () => {
      await here.run('eval', 'say.eval.yaml');
      return here.run('baseline');
    };
    const baselineFile = () => here.git.path('.polyprompt/baselines/say.eval.yaml.json');

    it('does not run the older version', async () => {
      assert.match(
        (await accept()).stdout,
        /^3 results accepted in \.polyprompt\/baselines\/say\.eval\.yaml\.json\.$/m,
      );
      here.git.commit({ 'notes.md': 'x' });
      here.git.git('add', '.polyprompt/baselines');
      here.git.git('commit', '-q', '-m', 'Accept');
      rmSync(here.git.path('.polyprompt/cache'), { recursive: true });
      here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
      assert.equal(await here.requestsOf(staged), 3);
    });

    it('says that it is of another version of the prompt, and runs that of HEAD', async () => {
      await accept();
      here.git.git('add', '.polyprompt/baselines');
      here.git.commit({ 'say.prompt': promptSaying('Kindly say {{word}}') });
      here.git.stage({ 'say.prompt': promptSaying('Say nothing') });
      const { code, stdout } = await staged();
      assert.equal(code, 1);
      assert.match(stdout, /The baseline of \d{4}-\d\d-\d\d is of another version of the prompt\./);
    });

    it('lets a change through that was accepted: with it the new results are committed', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Say nothing') });
      assert.equal((await staged()).code, 1);
      await accept();
      here.git.git('add', '.polyprompt/baselines');
      const { code, stdout } = await staged();
      assert.equal(code, 0, stdout);
      assert.match(stdout, /0 worse, 0 better, 3 same/);
    });

    it('is refused with its place when it has conflict marks', async () => {
      await accept();
      const text = readFileSync(baselineFile(), 'utf8');
      here.git.stage({
        '.polyprompt/baselines/say.eval.yaml.json': `<<<<<<< ours\n${text}=======\n${text}>>>>>>> theirs\n`,
        'say.prompt': promptSaying('Please say {{word}}'),
      });
      const { code, stdout } = await staged();
      assert.equal(code, 2, stdout);
      assert.match(stdout, /error: \.polyprompt\/baselines\/say\.eval\.yaml\.json: The baseline has a merge conflict/);
    });

    it('is merged by its driver where Git sees a conflict', async () => {
      await accept();
      const ours = readFileSync(baselineFile(), 'utf8');
      writeFileSync(here.git.path('ours.json'), ours.replace('"lamp', '"lamp'));
      writeFileSync(here.git.path('base.json'), '');
      writeFileSync(here.git.path('theirs.json'), ours);
      const { code } = await here.run('merge-baseline', 'base.json', 'ours.json', 'theirs.json');
      assert.equal(code, 0);
      assert.equal(readFileSync(here.git.path('ours.json'), 'utf8'), ours);
    });
  });

  describe('in shards', () => {
    it('gives exactly what the whole gives', async () => {
      here.git.stage({
        'say.prompt': promptSaying('Say {{#ifEquals word "chair"}}nothing{{else}}{{word}}!{{/ifEquals}}'),
      });
      assert.equal((await staged()).code, 1);
      const outputs = ['whole.json', 'whole.md', 'whole.xml', 'whole.sarif'];
      const whole = await staged(...outputs.flatMap((name) => ['-o', name]));
      for (const part of [1, 2, 3]) await staged('--shard', `${part}/3`, '-o', `part-${part}.json`);
      const merged = await here.run(
        'merge',
        'part-3.json',
        'part-1.json',
        'part-2.json',
        ...outputs.flatMap((name) => ['-o', name.replace('whole', 'merged')]),
      );
      assert.deepEqual([merged.code, merged.stdout], [whole.code, whole.stdout]);
      for (const name of outputs)
        assert.equal(
          readFileSync(here.git.path(name.replace('whole', 'merged')), 'utf8'),
          readFileSync(here.git.path(name), 'utf8'),
          name,
        );
    });

    it('refuses shards that are missing or of another check', async () => {
      here.git.stage({ 'say.prompt': promptSaying('Say {{word}}!') });
      for (const part of [1, 2]) await staged('--shard', `${part}/2`, '-o', `part-${part}.json`);
      assert.match((await here.run('merge', 'part-1.json')).stderr, /These are the shards 1, of 2/);
      here.git.stage({ 'say.prompt': promptSaying('Say {{word}}?') });
      await staged('--shard', '2/2', '-o', 'other.json');
      const { code, stderr } = await here.run('merge', 'part-1.json', 'other.json');
      assert.equal(code, 2);
      assert.match(stderr, /not of the same check/);
      assert.equal((await staged('--shard', '3/2')).code, 2);
    });
  });

  it('lets two checks run at once', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
    const both = await Promise.all([staged(), staged()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
  });
});
