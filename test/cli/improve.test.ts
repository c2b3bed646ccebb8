import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { improveState } from '../../src/core/improve/improveState.ts';
import { foldAll } from '../../src/core/run/state.ts';
import { searchForHeldOutRows } from '../support/heldOutRows.ts';
import { type LoopbackServer, type RecordedRequest, startLoopbackServer } from '../support/loopbackServer.ts';
import { polyprompt } from './commandLine.ts';

const rule = 'Use delivery for what is gone.';
const body = 'Sort this mail. Labels: refund.\n\n{{mail}}';
const better = body.replace('refund.', `refund.\n${rule}`);

describe('polyprompt improve', () => {
  let server: LoopbackServer;
  let folder: string;
  before(async () => {
    server = await startLoopbackServer({ models: ['sorting', 'reflecting'] });
    server.otherwise((request) => ({ answer: { text: answerTo(request) } }));
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-improve-'));
    write(60);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds a missing rule, proves it, and writes what it claims', async () => {
    const { code, stdout, stderr } = await improve('--out', 'result.json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /60 rows: 14 to work on, 6 to choose by, 40 held out for the proof\./);
    assert.match(stdout, /points more on 40 held-out rows that took no part in the search, 3 times each on both sides/);
    assert.match(stdout, /\+ Use delivery for what is gone\./);
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.equal(result.accepted, true);
    assert.equal(result.prompt, better);
    assert.ok(result.claimed.gain > 0.25 && result.claimed.low > 0 && result.claimed.high <= 1);
    assert.equal(result.calls.task + result.calls.reflect <= 300, true);
    assert.equal(result.file, 'mails.prompt');
    assert.equal(readFileSync(path.join(folder, 'mails.prompt'), 'utf8'), body);
  });

  it('sends no held-out row to the reflecting model, and counts every call that it makes', async () => {
    const from = server.requests.length;
    await improve('--out', 'result.json');
    const calls = server.requests.slice(from).filter(({ method }) => method === 'POST');
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.equal(calls.length, result.calls.task + result.calls.reflect);
    const head = JSON.parse(journal()[0] ?? '').improve;
    const inputs = new Map(
      journal()
        .map((line) => JSON.parse(line))
        .flatMap((event) => (event.type === 'run-extended' ? event.cells : []))
        .map((cell) => [cell.caseId, cell.inputs.mail]),
    );
    const asked = calls
      .filter(({ model }) => model === 'reflecting')
      .map((request) => JSON.stringify(request.body))
      .join('\n');
    assert.equal(head.split.heldOut.length, 40);
    for (const id of head.split.heldOut) assert.ok(inputs.get(id) && !asked.includes(inputs.get(id)), id);
    assert.ok(head.split.working.some((id: string) => asked.includes(inputs.get(id))));
    const { requests, rows, seen } = searchForHeldOutRows(path.join(folder, '.polyprompt'));
    assert.deepEqual([requests, rows, seen], [result.calls.reflect, 40, []]);
  });

  it('records each proposal and the result, so that a page can be made of the run alone', async () => {
    await improve('--out', 'result.json');
    const run = foldAll(journal().map((line) => JSON.parse(line)));
    const state = run && improveState(run);
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.deepEqual(
      state?.proposals.map(({ number, fate, cause }) => [number, fate, cause]),
      result.proposals.map((each: { number: number; fate: string; cause: string }) => [
        each.number,
        each.fate,
        each.cause,
      ]),
    );
    assert.equal(state?.result?.offered?.text, better);
    assert.deepEqual([state?.spent.task, state?.spent.reflect], [result.calls.task, result.calls.reflect]);
    assert.deepEqual(state?.activity, { type: 'ended' });
    assert.ok(run?.estimate?.unknown.includes('local/sorting'));
    assert.deepEqual(result.cost, { task: null, reflect: null });
  });

  it('never makes more calls than it may, retries counted', async () => {
    const from = server.requests.length;
    for (let index = 0; index < 3; index++) server.script({ status: 503, body: '{}' });
    const { code } = await improve('--max-calls', '120');
    const calls = server.requests.slice(from).filter(({ method }) => method === 'POST');
    assert.ok(calls.length <= 120, `${calls.length}`);
    assert.ok(code === 0 || code === 4, `${code}`);
  });

  it('says again what it came to without a call, and counts a second look', async () => {
    const { stdout } = await improve();
    const [, run = ''] = /^run (\S+)$/m.exec(stdout) ?? [];
    const before = server.requests.length;
    const again = await improve('--replay', run);
    assert.equal(server.requests.length, before);
    assert.equal(again.stdout, stdout);
    const second = await improve();
    assert.match(second.stdout, /These held-out rows were seen 2 times: the proof is weaker\./);
  });

  it('proposes with few rows, and claims nothing', async () => {
    write(20);
    const { code, stdout } = await improve('--out', 'result.json');
    assert.equal(code, 0);
    assert.match(stdout, /Nothing is claimed: there are too few rows to prove it\./);
    const { accepted, claimed, prompt } = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.deepEqual([accepted, claimed, prompt], [false, null, better]);
  });

  it('says that nothing better was found, which is no failure', async () => {
    writeFileSync(path.join(folder, 'mails.prompt'), better);
    const { code, stdout } = await improve();
    assert.equal(code, 0);
    assert.match(stdout, /^Nothing better found: no working row fails\./);
  });

  it('asks nobody where money is the only limit and a price is not known', async () => {
    const from = server.requests.length;
    const { code, stderr } = await improve('--max-cost', '1');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /The price of local\/sorting, local\/reflecting is not known, so --max-cost cannot hold\. Set a limit with --max-calls/,
    );
    assert.equal(server.requests.slice(from).filter(({ method }) => method === 'POST').length, 0);
    assert.equal((await improve('--max-cost', '1', '--max-calls', '300')).code, 0);
  });

  it('takes a prompt that one suite names', async () => {
    const args = ['improve', 'mails.prompt', '--reflect', 'local/reflecting', '--endpoint', `local=${server.url}/v1`];
    const { code, stdout, stderr } = await polyprompt(args, { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /points more on 40 held-out rows/);
    writeFileSync(path.join(folder, 'second.eval.yaml'), readFileSync(path.join(folder, 'mails.eval.yaml')));
    const twice = await polyprompt(args, { cwd: folder });
    assert.equal(twice.code, 2);
    assert.match(
      twice.stderr,
      /2 suites name mails\.prompt\. Name one of them: mails\.eval\.yaml, second\.eval\.yaml\./,
    );
  });

  it('edits a .prompty file in its place', async () => {
    const prompty = `---\nname: Sort\n---\nsystem:\nSort this mail. Labels: refund.\n\nuser:\n{{mail}}\n`;
    writeFileSync(path.join(folder, 'mails.prompty'), prompty);
    suiteWith('prompt: ./mails.prompty\nmodels: [local/sorting]');
    const { code, stderr } = await improve('--out', 'result.json');
    assert.equal(code, 0, stderr);
    const { accepted, prompt } = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.deepEqual([accepted, prompt], [true, prompty.replace('refund.', `refund.\n${rule}`)]);
  });

  it('edits the message of the system in a .prompt.yml, and nothing else', async () => {
    const rest = '  - {role: user, content: "{{mail}}"}\n# The end.\n';
    const file = (lines: string) => `messages:\n  - role: system\n    content: |\n${lines}${rest}`;
    writeFileSync(path.join(folder, 'mails.prompt.yml'), file('      Sort this mail. Labels: refund.\n'));
    suiteWith('prompt: ./mails.prompt.yml\nmodels: [local/sorting]');
    const { code, stderr } = await improve('--out', 'result.json');
    assert.equal(code, 0, stderr);
    const { accepted, prompt } = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    const edited = file(`      Sort this mail. Labels: refund.\n      ${rule}\n`);
    assert.deepEqual([accepted, prompt], [true, edited]);
  });

  for (const [how, before, after] of [
    [
      'an item of a list',
      'prompts:\n  - "Sort this mail. Labels: refund.\\n{{mail}}" # the prompt\n',
      `prompts:\n  - "Sort this mail. Labels: refund.\\n${rule}\\n{{mail}}" # the prompt\n`,
    ],
    [
      'a block with a label',
      'prompts:\n  - label: sort\n    raw: |\n      Sort this mail. Labels: refund.\n      {{mail}}\n',
      `prompts:\n  - label: sort\n    raw: |\n      Sort this mail. Labels: refund.\n      ${rule}\n      {{mail}}\n`,
    ],
  ] as const)
    it(`edits a prompt that stands in a promptfoo config as ${how}`, async () => {
      const rest = 'providers: [local/sorting]\ntests: file://cases.jsonl\n';
      writeFileSync(path.join(folder, 'promptfooconfig.yaml'), `${before}${rest}`);
      const { code, stderr } = await improveSuite('promptfooconfig.yaml', '--out', 'result.json');
      assert.equal(code, 0, stderr);
      const { accepted, prompt, file } = result();
      assert.deepEqual([accepted, file], [true, 'promptfooconfig.yaml']);
      assert.equal(prompt, `${after}${rest}`);
    });

  it('edits a text file, and the system’s message of a chat, that a promptfoo config names', async () => {
    const config = (name: string) => `prompts: file://${name}\nproviders: [local/sorting]\ntests: file://cases.jsonl\n`;
    const chat = JSON.stringify([
      { role: 'system', content: 'Sort this mail. Labels: refund.' },
      { role: 'user', content: '{{mail}}' },
    ]);
    for (const [name, text, edited] of [
      ['sort.txt', body, better],
      ['sort.json', chat, chat.replace('refund.', `refund.\\n${rule}`)],
    ] as const) {
      writeFileSync(path.join(folder, name), text);
      writeFileSync(path.join(folder, 'promptfooconfig.yaml'), config(name));
      const { code, stderr } = await improveSuite('promptfooconfig.yaml', '--out', 'result.json');
      assert.equal(code, 0, stderr);
      assert.deepEqual([result().accepted, result().prompt], [true, edited]);
    }
  });

  it('says what to do with a prompt that is no single text', async () => {
    writeFileSync(path.join(folder, 'sort.js'), "module.exports = ({ vars }) => 'Sort ' + vars.mail;");
    suiteWith('prompts: [file://sort.js]\nproviders: [local/sorting]');
    const { code, stderr } = await improve();
    assert.equal(code, 2);
    assert.match(stderr, /Its prompt is made by a script\. Move the prompt to a file of its own, such as name\.prompt/);
  });

  it('lets rows to work on become examples where that is wished, and says so before', async () => {
    const { code, stderr } = await improve('--examples', '2', '--reflect', 'local/sorting', '--out', 'result.json');
    assert.equal(code, 0, stderr);
    assert.match(
      result().prompt,
      /^Sort this mail\. Labels: refund\.\n\nExamples:\n\nInput: Mail .*\nAnswer: delivery\n/,
    );
    assert.equal(result().accepted, true);
    assert.match(stderr, /^Up to 2 rows to work on may become examples in the prompt, word for word/m);
    assert.match(stderr, /2 examples from the rows to work on, \d+ words more in every call\./);
    assert.equal((await improve('--examples', '5')).code, 2);
    const both = await improve('--examples', '2', '--shorter');
    assert.deepEqual([both.code, /--shorter looks for fewer words/.test(both.stderr)], [2, true]);
  });

  it('raises the recall of one class, and says what that costs the others', async () => {
    writeFileSync(
      path.join(folder, 'cases.jsonl'),
      Array.from({ length: 60 }, (_, index) => {
        const label = index % 3 === 0 ? 'delivery' : 'refund';
        const what = label === 'delivery' ? 'lamp is gone' : 'money is due';
        const vars = { label, mail: `Mail ${index * 7919}: the ${what} since ${index * 31} days.` };
        return JSON.stringify({ vars, assert: [{ type: 'label', value: '{{label}}' }] });
      }).join('\n'),
    );
    const { code, stdout, stderr } = await improve('--aim', 'recall(delivery)', '--out', 'result.json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^1\d held-out rows of recall\(delivery\), asked up to 3 times on each side/m);
    assert.match(
      stdout,
      /^Its recall\(delivery\) is 100\.0 points higher, on the 1\d held-out rows of it that took no part/m,
    );
    assert.match(
      stdout,
      /^Of the 2\d other held-out rows 100% passed before, 100% after: 0 got better, 0 got worse\./m,
    );
    assert.deepEqual([result().accepted, result().aim, result().claimed.gain], [true, 'recall(delivery)', 1]);
    const [, run = ''] = /^run (\S+)$/m.exec(stdout) ?? [];
    assert.equal((await improve('--replay', run)).stdout, stdout);
    const nothing = await improve('--aim', 'recall(refund)');
    assert.match(nothing.stdout, /^Nothing better found: no working row fails\./);
    for (const [aim, why] of [
      ['precision(refund)', /a share of rows that are known before/],
      ['recall(other)', /No case of the suite has the figure recall\(other\)\./],
    ] as const) {
      const refused = await improve('--aim', aim);
      assert.deepEqual([refused.code, why.test(refused.stderr)], [2, true], refused.stderr);
    }
    assert.match((await improve('--aim', 'recall(refund)', '--shorter')).stderr, /each say what to look for/);
  });

  it('says why a suite cannot be improved', async () => {
    suiteWith('prompt: ./mails.prompt\nmodels: [local/sorting, local/other]');
    const { code, stderr } = await improve();
    assert.equal(code, 2);
    assert.match(stderr, /It asks several models\. Name one with --target: local\/sorting, local\/other\./);
  });

  function improve(...more: readonly string[]) {
    return improveSuite('mails.eval.yaml', ...more);
  }

  function improveSuite(suite: string, ...more: readonly string[]) {
    const args = ['improve', suite, '--reflect', 'local/reflecting', '--endpoint', `local=${server.url}/v1`];
    return polyprompt([...args, ...more], { cwd: folder });
  }

  function result() {
    return JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
  }

  function suiteWith(head: string): void {
    writeFileSync(path.join(folder, 'mails.eval.yaml'), `${head}\ncases: ./cases.jsonl\n`);
  }

  function write(count: number): void {
    writeFileSync(path.join(folder, 'mails.prompt'), body);
    suiteWith('prompt: ./mails.prompt\nmodels: [local/sorting]');
    const rows = Array.from({ length: count }, (_, index) => ({
      vars: {
        mail: `Mail ${index * 7919}: the ${index % 3 === 0 ? 'lamp is gone' : 'money is due'} since ${index * 31} days.`,
      },
      assert: [{ type: 'equals', value: index % 3 === 0 ? 'delivery' : 'refund' }],
    }));
    writeFileSync(path.join(folder, 'cases.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  }

  function journal(): readonly string[] {
    const runs = path.join(folder, '.polyprompt', 'runs');
    const [name = ''] = readdirSync(runs).filter((each) => each.endsWith('.jsonl'));
    return readFileSync(path.join(runs, name), 'utf8').trim().split('\n');
  }
});

/** A model that knows a label only where the prompt names it or has an example, and one that proposes the rule at its third request. */
function answerTo({ model, prompt, body: sent }: RecordedRequest): string {
  const knows = JSON.stringify(sent).includes(rule) || prompt.includes('Answer: delivery');
  if (model !== 'reflecting')
    return knows && prompt.slice(prompt.lastIndexOf('Mail ')).includes('is gone since') ? 'delivery' : 'refund';
  const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
  const tried = prompt.split('dropped').length - 1;
  const [, current = ''] = /\n={10}\n([\s\S]*?)\n={10}\n/.exec(prompt) ?? [];
  const edit =
    tried < 2 ? current.replace('Sort', `Attempt ${tried}. Sort`) : current.replace('refund.', `refund.\n${rule}`);
  return `A label is missing.\n${open}\n${edit}\n${close}`;
}
