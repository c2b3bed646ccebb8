import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyProject } from '../../../../src/core/routing/projectFile.ts';
import { loadProject } from '../../../../src/node/suites/projectFiles.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('the polyprompt.yaml of a workspace folder', () => {
  let root = '';
  let folder = '';

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-')));
    folder = path.join(root, 'work');
    mkdirSync(folder);
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (text: string | Buffer, file = path.join(folder, 'polyprompt.yaml')) => writeFileSync(file, text);

  it('is an empty project where there is no such file', async () => {
    assert.deepEqual(await loadProject(folder), emptyProject);
  });

  it('gives its routes, with a byte order mark too', async () => {
    write('\uFEFFroutes: {safe: {fallback: [simulated/terse, simulated/thorough]}}');
    const { routes, problems } = await loadProject(folder);
    assert.deepEqual([[...routes.keys()], problems], [['safe'], []]);
  });

  it('is read as it stands in the editor', async () => {
    write('routes: {saved: {fallback: [simulated/terse]}}');
    const { routes } = await loadProject(folder, (file) =>
      file === path.join(folder, 'polyprompt.yaml') ? 'routes: {typed: {fallback: [simulated/terse]}}' : undefined,
    );
    assert.deepEqual([...routes.keys()], ['typed']);
  });

  it('names itself in its problems', async () => {
    write('routes: {safe: {fallback: [route:sfae]}}');
    const { problems } = await loadProject(folder);
    assert.deepEqual(
      problems.map(({ file, code }) => [file, code]),
      [[path.join(folder, 'polyprompt.yaml'), 'unknown-route']],
    );
  });

  posixIt('is not read through a link that leads out of the folder', async () => {
    write('routes: {safe: {fallback: [simulated/terse]}}', path.join(root, 'elsewhere.yaml'));
    symlinkSync(path.join(root, 'elsewhere.yaml'), path.join(folder, 'polyprompt.yaml'));
    const { routes, problems } = await loadProject(folder);
    assert.equal(routes.size, 0);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['The file "polyprompt.yaml" is not read: it lies outside of the workspace folder.'],
    );
  });

  it('is not guessed at when it is not UTF-8', async () => {
    write(Buffer.from([0xff, 0xfe, 0x72]));
    const { problems } = await loadProject(folder);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['The file "polyprompt.yaml" is not read: it is not UTF-8: save it with that encoding.'],
    );
  });
});
