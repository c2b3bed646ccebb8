import assert from 'node:assert/strict';
import { isNearServer } from '../../../../src/core/providers/lanes/nearServer.ts';

describe('isNearServer', () => {
  const near = [
    'http://127.0.0.1:11434/v1',
    'http://localhost:8080',
    'http://[::1]:8000/v1',
    'http://10.1.2.3/v1',
    'http://192.168.0.7:1234/v1',
    'http://172.16.0.1/v1',
    'http://172.31.255.1/v1',
    'http://gpu.local:8000/v1',
    'http://host.docker.internal:11434/v1',
    'http://[fd12:3456::1]:8000/v1',
    'http://[fe80::1]:8000/v1',
  ];
  for (const address of near)
    it(`knows ${address}`, () => {
      assert.equal(isNearServer(address), true);
    });

  const far = [
    'https://api.openai.com/v1',
    'https://10.example.com/v1',
    'http://172.32.0.1/v1',
    'http://172.15.0.1/v1',
    'http://1.10.1.1/v1',
    'https://local.example/v1',
    'http://[2001:db8::1]/v1',
    '',
    'nowhere',
  ];
  for (const address of far)
    it(`takes "${address}" for a vendor`, () => {
      assert.equal(isNearServer(address), false);
    });
});
