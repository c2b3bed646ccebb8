import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { agentsSection } from '../../src/core/agent/agentsSection.ts';
import { agentTools } from '../../src/core/agent/tools/agentTools.ts';
import { suiteFolder } from './suiteFolder.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const skill = readFileSync(path.join(root, 'skill/polyprompt/SKILL.md'), 'utf8');
const copies = ['.agents/skills/polyprompt/SKILL.md', '.claude/skills/polyprompt/SKILL.md'];

describe('polyprompt skill', () => {
  const here = suiteFolder();

  it('is a skill by the rules of agents: its name is that of its folder, and it says what it is for', () => {
    const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(skill) ?? [];
    const fields: Record<string, unknown> = parse(front);
    assert.equal(fields['name'], 'polyprompt');
    assert.deepEqual(Object.keys(fields), ['name', 'description', 'license', 'metadata']);
    assert.ok(String(fields['description']).length <= 1024);
    assert.ok(body.split('\n').length < 500);
  });

  it('names only tools and commands that exist', async () => {
    const known = agentTools.map(({ name }) => name);
    const named = [...`${skill}${agentsSection}`.matchAll(/`([a-z]+_[a-z]+)`/g)].map(([, name = '']) => name);
    assert.deepEqual(
      named.filter((name) => !known.some((tool) => tool === name) && name !== 'max_calls'),
      [],
    );
    assert.ok(named.length > 10);
    const { stdout } = await here.run('--help');
    const commands = [...`${skill}${agentsSection}`.matchAll(/polyprompt ([a-z]+)/g)].map(([, name = '']) => name);
    for (const command of commands) assert.match(stdout, new RegExp(`^ {2}${command}\\b`, 'm'), command);
  });

  it('is written where agents look, as it was shipped, and prints what is for AGENTS.md', async () => {
    const { code, stdout } = await here.run('skill', 'install');
    assert.equal(code, 0);
    for (const file of copies) assert.equal(here.read(file), skill);
    assert.ok(stdout.includes(agentsSection));
    assert.ok(!existsSync(here.path('AGENTS.md')));
    assert.match((await here.run('skill', 'install')).stdout, /SKILL\.md is up to date\./);
  });

  it('leaves a copy that somebody has changed, until it is told to overwrite it', async () => {
    await here.run('skill', 'install');
    here.write(copies[1] ?? '', 'mine');
    const refused = await here.run('skill', 'install');
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /\.claude\/skills\/polyprompt\/SKILL\.md is there and says something else\. .*--force/,
    );
    assert.equal(here.read(copies[1] ?? ''), 'mine');
    await here.run('skill', 'install', '--force');
    assert.equal(here.read(copies[1] ?? ''), skill);
  });

  it('adds its section to AGENTS.md once, and leaves the rest of it', async () => {
    here.write('AGENTS.md', '# Ours\n\nBe kind.\n');
    await here.run('skill', 'install', '--agents-md');
    const once = here.read('AGENTS.md');
    assert.ok(once.startsWith('# Ours\n\nBe kind.\n\n<!-- polyprompt: start -->\n## Prompts\n'));
    await here.run('skill', 'install', '--agents-md');
    assert.equal(here.read('AGENTS.md'), once);
    here.write('AGENTS.md', `${once.replace('## Prompts', '## Older')}\nAnd brief.\n`);
    await here.run('skill', 'install', '--agents-md');
    assert.equal(here.read('AGENTS.md'), `${once}\nAnd brief.\n`);
  });

  it('is never installed unasked', async () => {
    for (const args of [
      ['run', 'say.prompt', '-m', 'simulated/terse', '-i', 'word=x'],
      ['skill', 'show'],
      ['skill', '--help'],
    ])
      await here.run(...args);
    const names = readdirSync(here.folder);
    assert.deepEqual(
      names.filter((name) => ['.agents', '.claude', 'AGENTS.md'].includes(name)),
      [],
    );
  });

  it('is printed as it is', async () => {
    assert.equal((await here.run('skill', 'show')).stdout, skill);
  });
});
