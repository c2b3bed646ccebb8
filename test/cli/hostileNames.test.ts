import assert from 'node:assert/strict';
import { suiteFolder } from './suiteFolder.ts';

/** What a model, a prompt or a column may be called by whoever wrote a repository. */
const names = [
  '\u001b]52;c;aGFja2Vk\u0007',
  '\u001b]8;;https://example.com\u0007here\u001b]8;;\u0007',
  '\u001b]0;title\u0007',
  '\u001b[2J\u001b[H',
  '\u009b2J',
  'a\u202egnp.exe',
  'a\u2066b\u2069',
  'over\rPASS',
  'x\nPASS fake 1 of 1',
];
const harmful = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]|^PASS/mu;

describe('names that are written to move a terminal', () => {
  const here = suiteFolder();

  /** All that a command printed. A carriage return before a line feed is a plain end of a line. */
  async function said(...args: string[]): Promise<string> {
    const { stdout, stderr } = await here.run(...args);
    return `${stdout}${stderr}`.replaceAll('\r\n', '\n');
  }

  it('are shown and never obeyed by any command', async () => {
    const models = ['simulated/terse', 'simulated/careful', ...names.map((name) => `simulated/terse${name}`)];
    here.write('p.prompt', 'Say {{x}}');
    here.write(
      's.eval.yaml',
      JSON.stringify({
        prompt: './p.prompt',
        models,
        cases: names.map((name) => ({
          description: name,
          vars: { x: name },
          assert: [{ type: 'contains', value: name, metric: name }],
        })),
      }),
    );
    here.write(
      'polyprompt.yaml',
      JSON.stringify({ routes: { [`r${names[0]}`]: { type: 'fallback', targets: models.slice(0, 3) } } }),
    );
    const hostile = models[2] ?? '';
    const commands = [
      ['estimate', 's.eval.yaml'],
      ['eval', 's.eval.yaml', '-m', hostile],
      ['eval', 's.eval.yaml', '--yes', '-o', 'r.md'],
      ['rescore', 'latest', '-o', 'again.md'],
      ['runs'],
      ['runs', '--json'],
      ['diff', 'latest'],
      ['diff', 'latest', '--base', hostile],
      ['diff', 'latest', '--base', 'none', '--json'],
      ['simulate', 'latest'],
      ['simulate', 'latest', '--json'],
      ['simulate', 'latest', '-o', 's.md'],
      ['migrate', '--from', 'simulated/terse', '--to', hostile, 'latest'],
      ['migrate', '--from', 'simulated/terse', '--to', hostile, 'latest', '-o', 'm.md'],
      ['baseline', 'latest'],
      ['export', 'latest', '-o', 'e.md'],
      ['route', 'list'],
      ['render', 'p.prompt', '--input', `x=${names.slice(0, -1).join('')}`],
      ['render', 'p.prompt', '--input', `x=${names.join('')}`, '--json'],
      ['run', 'p.prompt', '-m', hostile, '-m', 'simulated/terse', '--input', `x=${names[0]}`],
      ['run', 'p.prompt', '-m', hostile, '--json', '--input', `x=${names[0]}`],
      ['run', 'p.prompt', '-m', hostile, '--jsonl', '--input', `x=${names[0]}`],
      ['run', 'p.prompt', '-m', `nobody/${names[0]}`, '--input', 'x=1'],
      ['portability', 'p.prompt', '-m', hostile, '--input', 'x=1'],
      ['export', `none${names[0]}`, '-o', 'x.md'],
      [`no such command${names[0]}`],
    ];
    for (const args of commands) {
      const text = await said(...args);
      assert.ok(text.length > 0, args.join(' '));
      const [found] = harmful.exec(text) ?? [];
      assert.equal(found, undefined, `${JSON.stringify(args)} printed ${JSON.stringify(text.slice(0, 4000))}`);
    }
    for (const file of ['r.md', 'again.md', 's.md', 'm.md', 'e.md'])
      assert.doesNotMatch(here.read(file).replaceAll('\r\n', '\n'), harmful, file);
  }).timeout(300_000);

  it('stay the same in JSON', async () => {
    here.write('p.prompt', 'Say {{x}}');
    const { stdout } = await here.run('render', 'p.prompt', '--json', '--input', `x=${names.join('')}`);
    assert.equal(JSON.parse(stdout).messages[0].parts[0].text, `Say ${names.join('')}`);
  });
});
