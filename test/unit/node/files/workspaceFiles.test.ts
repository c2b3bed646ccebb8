import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Message } from '../../../../src/core/messages.ts';
import { diskFiles } from '../../../../src/node/files/diskFiles.ts';
import { findWorkspaceFolder, partialLoader, resolveMedia } from '../../../../src/node/files/workspaceFiles.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('files of a workspace', () => {
  let root = '';
  const at = (...parts: readonly string[]) => path.join(root, ...parts);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-')));
    write('outside/_secret.prompt', 'SECRET');
    write('outside/secret.png', 'SECRET');
    write('work/package.json', '{}');
    write('work/_footer.prompt', 'footer of the folder');
    write('work/prompts/_header.prompt', 'header');
    write('work/prompts/_header.formal.prompt', 'formal header');
    write('work/prompts/parts/_sign.prompt', 'sign');
    write('work/images/cat.png', 'CAT');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(file: string, text: string) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  }

  const load = (name: string, prompt = 'a.prompt') =>
    partialLoader(at('work/prompts', prompt), at('work'), diskFiles(at('work')))(name);

  describe('partials', () => {
    it('stand beside the prompt', async () => {
      assert.deepEqual(await load('header'), { text: 'header' });
    });

    it('stand in a folder by their path', async () => {
      assert.deepEqual(await load('parts/sign'), { text: 'sign' });
    });

    it('stand in a folder above, up to the workspace folder', async () => {
      assert.deepEqual(await load('footer'), { text: 'footer of the folder' });
      write('_above.prompt', 'above the workspace');
      assert.equal(await load('above'), undefined);
    });

    it("come in the prompt's own variant when there is one", async () => {
      assert.deepEqual(await load('header', 'a.formal.prompt'), { text: 'formal header' });
      assert.deepEqual(await load('footer', 'a.formal.prompt'), { text: 'footer of the folder' });
    });

    posixIt('may be a link that stays inside the workspace', async () => {
      symlinkSync(at('work/_footer.prompt'), at('work/prompts/_link.prompt'));
      assert.deepEqual(await load('link'), { text: 'footer of the folder' });
    });
  });

  describe('a partial is refused (fault 66)', () => {
    const names: readonly (readonly [string, RegExp])[] = [
      ['../outside/secret', /"\." or "\.\."/],
      ['parts/../../outside/secret', /"\." or "\.\."/],
      ['./header', /"\." or "\.\."/],
      ['parts//sign', /"\." or "\.\."/],
      ['/etc/passwd', /absolute/],
      ['~/secret', /"~"/],
      ['file:///etc/passwd', /address/],
      ['https://example.com/x', /address/],
      ['C:/secret', /drive/],
      ['\\\\server\\share', /backslash/],
      ['..\\outside\\secret', /backslash/],
      ['secret\0', /NUL/],
      ['%2e%2e/outside/secret', /percent-encoded/],
      ['', /empty/],
    ];
    for (const [name, rule] of names)
      it(`by its name ${JSON.stringify(name)}`, async () => {
        const found = await load(name);
        assert.ok(found && 'refused' in found);
        assert.match(found.refused, rule);
      });

    const refused = async (name: string) => {
      const found = await load(name);
      return found && 'refused' in found ? found.refused : found;
    };

    posixIt('when it is a link out of the workspace', async () => {
      symlinkSync(at('outside/_secret.prompt'), at('work/prompts/_leak.prompt'));
      assert.equal(await refused('leak'), 'it lies outside of the workspace folder.');
    });

    posixIt('when it lies in a linked folder outside', async () => {
      symlinkSync(at('outside'), at('work/prompts/linked'));
      assert.equal(await refused('linked/secret'), 'it lies outside of the workspace folder.');
    });

    posixIt('when it is a folder, a device or a pipe', async () => {
      mkdirSync(at('work/prompts/_folder.prompt'));
      execFileSync('mkfifo', [at('work/prompts/_pipe.prompt')]);
      symlinkSync('/dev/zero', at('work/prompts/_zero.prompt'));
      assert.equal(await refused('folder'), 'it is not a regular file.');
      assert.equal(await refused('pipe'), 'it is not a regular file.');
      assert.equal(await refused('zero'), 'it lies outside of the workspace folder.');
    });

    it('when it is larger than 1 MB', async () => {
      write('work/prompts/_huge.prompt', '');
      truncateSync(at('work/prompts/_huge.prompt'), 1_000_000_001);
      assert.equal(await refused('huge'), 'it is larger than 1 MB.');
    });
  });

  describe('media', () => {
    const resolve = async (url: string) => {
      const messages: readonly Message[] = [
        {
          role: 'user',
          parts: [
            { type: 'media', url },
            { type: 'text', text: 'x' },
          ],
        },
      ];
      const place = { promptPath: at('work/prompts/a.prompt'), reader: diskFiles(at('work')) };
      const [message] = await resolveMedia(messages, place);
      const [part] = message?.parts ?? [];
      return part?.type === 'media' ? [part.url, part.contentType] : part;
    };

    it('from a local file becomes a data URL', async () => {
      assert.deepEqual(await resolve('../images/cat.png'), ['data:image/png;base64,Q0FU', 'image/png']);
    });

    it('from the web or in place stays as it is', async () => {
      for (const url of ['https://example.com/a.png', 'data:image/png;base64,AA=='])
        assert.deepEqual(await resolve(url), [url, undefined]);
    });

    const refusals: readonly (readonly [string, RegExp])[] = [
      ['../../outside/secret.png', /outside of the workspace/],
      ['/etc/passwd', /only png/],
      ['/etc/logo.png', /absolute/],
      ['file:///etc/logo.png', /address/],
      ['~/logo.png', /"~"/],
      ['absent.png', /no such file/],
      ['../package.json', /only png/],
    ];
    for (const [url, rule] of refusals)
      it(`is refused for ${url}`, async () => {
        await assert.rejects(resolve(url), rule);
      });

    posixIt('is refused for a link out of the workspace', async () => {
      symlinkSync(at('outside/secret.png'), at('work/prompts/leak.png'));
      await assert.rejects(resolve('leak.png'), /outside of the workspace/);
    });
  });

  describe('the workspace folder', () => {
    it('is the nearest one above with a mark', () => {
      assert.equal(findWorkspaceFolder(at('work/prompts/a.prompt')), at('work'));
      mkdirSync(at('work/prompts/.polyprompt'));
      assert.equal(findWorkspaceFolder(at('work/prompts/a.prompt')), at('work/prompts'));
    });

    it('keeps the runs of two folders apart whose files have the same names (fault 87)', () => {
      for (const name of ['first', 'second']) mkdirSync(at(`${name}/.git`), { recursive: true });
      assert.equal(findWorkspaceFolder(at('first/prompts/a.prompt')), at('first'));
      assert.equal(findWorkspaceFolder(at('second/prompts/a.prompt')), at('second'));
    });

    it("is else the file's own", () => {
      assert.equal(findWorkspaceFolder(at('outside/a.prompt')), at('outside'));
    });
  });
});
