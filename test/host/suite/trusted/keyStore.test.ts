import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { KeyStore } from '../../../../src/extension/services/keyStore.ts';

/** Secret storage in memory, or one whose keyring is locked. */
function secretsOf(store: Map<string, string> | 'locked'): vscode.SecretStorage {
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const open = () => {
    if (store === 'locked') throw new Error('the keyring is locked');
    return store;
  };
  return {
    get: async (key) => open().get(key),
    store: async (key, value) => void open().set(key, value),
    delete: async (key) => void open().delete(key),
    keys: async () => [...open().keys()],
    onDidChange: changed.event,
  };
}

describe('KeyStore', () => {
  const place = { key: 'sk-CANARY', origin: 'https://api.openai.com' };

  it('gives a key to its own provider and origin only', async () => {
    const keys = new KeyStore(secretsOf(new Map()));
    await keys.set('openai', place);
    assert.deepEqual(await keys.get('openai', place.origin), place);
    for (const origin of ['https://api.openai.com.evil.example', 'http://api.openai.com', 'https://api.openai.com:444'])
      assert.equal(await keys.get('openai', origin), undefined);
    assert.equal(await keys.get('groq', place.origin), undefined);
    await keys.clear('openai', place.origin);
    assert.equal(await keys.get('openai', place.origin), undefined);
  });

  it('keeps a key in memory when the keyring is locked, and says so (fault 43)', async () => {
    const keys = new KeyStore(secretsOf('locked'));
    await keys.set('openai', place);
    assert.equal(keys.isVolatile, true);
    assert.deepEqual(await keys.get('openai', place.origin), place);
    keys.dispose();
  });

  it('believes no stored value that names another origin', async () => {
    const stored = JSON.stringify({ key: 'sk-CANARY', origin: 'https://evil.example' });
    const keys = new KeyStore(secretsOf(new Map([['polyprompt.key.openai@https://api.openai.com', stored]])));
    assert.equal(await keys.get('openai', 'https://api.openai.com'), undefined);
  });
});
