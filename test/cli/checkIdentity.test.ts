import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gateFolder, promptSaying } from './gateFolder.ts';

const baselineFile = '.polyprompt/baselines/say.eval.yaml.json';
const line = (word: string, more: object) => `${JSON.stringify({ vars: { word }, ...more })}\n`;
const checks = (value: string) => ({ assert: [{ type: 'contains', value }] });
const words = ['lamp', 'chair', 'table'];
const rows = (moreOf: (word: string) => object) => words.map((word) => line(word, moreOf(word))).join('');

describe('polyprompt check, when more than the prompt was edited', () => {
  const here = gateFolder();
  const staged = (...args: string[]) => here.run('check', '--staged', ...args);
  const accept = async () => {
    await here.run('eval', 'say.eval.yaml');
    return here.run('baseline');
  };
  const baseline = () => readFileSync(here.git.path(baselineFile), 'utf8');

  it('judges both versions by the checks of today, and tells their change apart', async () => {
    here.git.stage({
      'say.prompt': promptSaying('Kindly tell {{word}}'),
      'cases.jsonl': rows((word) => ({ description: `about ${word}`, ...checks(word === 'lamp' ? 'Kindly' : word) })),
    });
    const { code, stdout } = await staged();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^say\.eval\.yaml: 3 affected, 0 unchanged \(/m);
    assert.match(stdout, /^ {2}The checks of 1 case changed: by those of HEAD the same rows would have passed\.$/m);
    assert.match(stdout, /^0 worse, 1 better, 2 same;/m);
  });

  it('asks the older version nothing anew when only checks changed', async () => {
    here.git.stage({ 'cases.jsonl': rows((word) => checks(word.toUpperCase())) });
    const asked = await here.requestsOf(async () => {
      const { stdout } = await staged();
      assert.match(stdout, /^0 worse, 0 better, 3 same;/m);
      assert.match(stdout, /by those of HEAD 3 more rows would have passed\.$/m);
    });
    assert.equal(asked, 3);
  });

  it('stops a case that passes by looser checks alone', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Say nothing'), 'cases.jsonl': rows(() => checks('Say')) });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^failed: 3 rows are checked less than with HEAD\.$/m);
    assert.match(stdout, /Its checks changed too: by those before, the older version passed and this one fails\./);
  });

  it('stops a case that lost its checks until that is accepted', async () => {
    here.git.stage({ 'cases.jsonl': rows((word) => (word === 'lamp' ? {} : checks(word))) });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^REGRESSED {2}openai\/gpt-5\.6-luna {2}cases\.jsonl:1 {2}lamp\n.*\n? {2}It lost its checks/m);
    await accept();
    here.git.git('add', baselineFile);
    const accepted = await staged();
    assert.equal(accepted.code, 0, accepted.stdout);
    assert.match(accepted.stdout, /^passed: Nothing was judged; 1 row without checks\.$/m);
  });

  it('names what was removed in every report', async () => {
    here.git.stage({ 'say.prompt': promptSaying('Tell {{word}}'), 'cases.jsonl': line('lamp', checks('lamp')) });
    const files = ['r.md', 'r.json', 'r.xml', 'r.sarif'];
    const { code, stdout } = await staged(...files.flatMap((name) => ['-o', name]));
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^passed: Nothing that was compared got worse; 2 rows were removed: chair, table\.$/m);
    for (const name of files) assert.match(readFileSync(here.git.path(name), 'utf8'), /chair[\s\S]*table/, name);
  });

  describe('with a baseline', () => {
    it('knows a case again whatever else of it was edited, as long as it is checked alike', async () => {
      await accept();
      here.git.git('add', baselineFile);
      here.git.git('commit', '-q', '-m', 'Accept');
      here.git.stage({
        'say.prompt': promptSaying('Tell {{word}}'),
        'cases.jsonl': rows((word) => ({ description: word, metadata: { team: 'blue' }, ...checks(word) })),
      });
      const { stdout } = await staged();
      assert.match(stdout, /^0 worse, 0 better, 3 same; .*, 3 results from the baseline$/m);
      here.git.stage({ 'cases.jsonl': rows((word) => checks(word.slice(0, 2))) });
      assert.match((await staged()).stdout, /^0 worse, 0 better, 3 same; nothing asked anew$/m);
    });

    it('reads one of the older format, and says how to bring it up to date', async () => {
      await accept();
      const entries = Object.values(JSON.parse(baseline()).results);
      const runs = here.git.path('.polyprompt/runs');
      const ids = caseIdsIn(readdirSync(runs).map((name) => readFileSync(path.join(runs, name), 'utf8')));
      const results = ids.map((id, index) => {
        const { checks: _checks, ...entry } = Object(entries[index]);
        return [`${id} openai/gpt-5.6-luna`, entry];
      });
      here.git.commit({ [baselineFile]: JSON.stringify({ results: Object.fromEntries(results), version: 1 }) });
      here.git.stage({ 'say.prompt': promptSaying('Tell {{word}}') });
      const { stdout } = await staged();
      assert.match(
        stdout,
        /Its baseline is in the older format, .*: polyprompt eval say\.eval\.yaml, then polyprompt baseline\.$/m,
      );
      here.git.git('reset', '-q', '--hard');
      assert.match((await accept()).stdout, /^3 results accepted/m);
      assert.equal(JSON.parse(baseline()).version, 2);
      assert.equal(Object.keys(JSON.parse(baseline()).results).length, 3);
    });
  });
});

/** What cases were called before they were known by their inputs. */
function caseIdsIn(journals: readonly string[]): readonly string[] {
  return [...new Set([...journals.join('').matchAll(/"caseId":"([^"]+)"/g)].map(([, id = '']) => id))];
}
