import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { polyprompt } from './commandLine.ts';

const project = `
routes:
  safe: {fallback: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5], cooldown: false}
  split: {weighted: {route:safe: 1, google/gemini-3.8-flash: 1}}
`;

describe('polyprompt route', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    writeFileSync(path.join(folder, 'package.json'), '{}');
    writeFileSync(path.join(folder, 'polyprompt.yaml'), project);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const route = (...args: readonly string[]) => polyprompt(['route', ...args], { cwd: folder });

  it('list names the routes with whom they ask', async () => {
    const { stdout, code } = await route('list');
    assert.equal(code, 0);
    assert.match(stdout, /^safe +fallback +openai\/gpt-5\.6-luna, anthropic\/claude-haiku-4-5$/m);
    assert.match(stdout, /^split +weighted +route:safe, google\/gemini-3\.8-flash$/m);
    assert.deepEqual(JSON.parse((await route('list', '--json')).stdout)[0], {
      name: 'safe',
      kind: 'fallback',
      targets: ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5'],
    });
  });

  it('list says where there are none', async () => {
    writeFileSync(path.join(folder, 'polyprompt.yaml'), 'tiers: {}');
    assert.equal((await route('list')).stdout, 'There are no routes: polyprompt.yaml has none.\n');
    writeFileSync(path.join(folder, 'polyprompt.yaml'), 'routes:\n  a: {fallback: [route:b]}');
    assert.match((await route('list')).stderr, /^polyprompt\.yaml:2:\d+: error: There is no route "b"/m);
  });

  it('export prints the file, and on stderr what it cannot say', async () => {
    const { stdout, stderr, code } = await route('export', 'safe', '--to', 'litellm');
    assert.equal(code, 0, stderr);
    assert.equal(parse(stdout).model_list[0].model_name, 'safe');
    assert.match(stderr, /^safe\.on: LiteLLM moves on after every error/m);
  });

  it('export writes a file, with the addresses that were given', async () => {
    const args = ['export', 'split', '--to', 'typescript', '-o', 'route.ts', '--endpoint', 'openai=http://127.0.0.1:9'];
    const { stdout, code, stderr } = await route(...args);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, 'route.ts\n');
    const text = readFileSync(path.join(folder, 'route.ts'), 'utf8');
    assert.match(text, /baseURL: 'http:\/\/127\.0\.0\.1:9\/v1'/);
  });

  it('export says what routes and targets there are, and where a file cannot be written', async () => {
    const unknown = await route('export', 'sfae', '--to', 'openrouter');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /There is no route "sfae" in polyprompt\.yaml\. Did you mean route:safe\?/);
    const target = await route('export', 'safe', '--to', 'nginx');
    assert.match(target.stderr, /litellm, openrouter, ai-sdk, typescript/);
    const place = await route('export', 'safe', '--to', 'openrouter', '-o', 'missing/body.json');
    assert.match(place.stderr, /missing\/body\.json cannot be written\. Choose another file\./);
  });
});
