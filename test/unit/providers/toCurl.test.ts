import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { openaiProvider } from '../../../src/core/providers/openai/openai.ts';
import { toCurl } from '../../../src/core/providers/toCurl.ts';
import { callOf } from '../../support/access.ts';
import { onPosix } from '../../support/onPosix.ts';

describe('toCurl', () => {
  const request = {
    method: 'POST',
    url: "https://api.openai.com/v1/responses?it's=1",
    headers: { authorization: 'Bearer $OPENAI_API_KEY', 'content-type': 'application/json' },
    body: { text: 'don\'t `rm` $HOME\n"quoted" \\ done' },
    warnings: [],
  } as const;

  it('leaves the key to the shell', () => {
    assert.match(toCurl(request), /-H "authorization: Bearer \$OPENAI_API_KEY"/);
  });

  onPosix('it starts sh').it('survives a shell: what arrives is what was meant', () => {
    const script = toCurl(request).replace(/^curl/, 'printf "%s\\0"');
    const { stdout } = spawnSync('sh', ['-c', script], {
      encoding: 'utf8',
      env: { OPENAI_API_KEY: 'sk-1', HOME: '/root' },
    });
    const [, , , url, , authorization, , , , body] = stdout.split('\0');
    assert.equal(url, request.url);
    assert.equal(authorization, 'authorization: Bearer sk-1');
    assert.deepEqual(JSON.parse(body ?? ''), request.body);
  });

  it('has a form for PowerShell, whose quotes and pipes are others', () => {
    const body = { text: 'don\'t `rm` $HOME "é"\n\'@' };
    assert.equal(
      toCurl({ ...request, body }, 'powershell'),
      [
        "@'",
        '{',
        String.raw`  "text": "don't ${'`rm`'} $HOME \"\u00e9\"\n'@"`,
        '}',
        "'@ | curl.exe -N -X POST 'https://api.openai.com/v1/responses?it''s=1' `",
        '  -H "authorization: Bearer $env:OPENAI_API_KEY" `',
        "  -H 'content-type: application/json' `",
        "  --data-binary '@-'",
      ].join('\n'),
    );
  });

  it('loses nothing of a body that is written in ASCII', () => {
    const body = { text: 'Grüße 👋 \u2028 \u007f' };
    const [, json = ''] = /^@'\n(.*)\n'@ \|/s.exec(toCurl({ ...request, body }, 'powershell')) ?? [];
    assert.deepEqual(JSON.parse(json), body);
    assert.match(json, /^[\n -~]*$/);
  });

  it("takes a provider's own description", () => {
    const provider = openaiProvider({
      id: 'openai',
      name: 'OpenAI',
      baseUrl: undefined,
      keyVariables: ['OPENAI_API_KEY'],
      keyRequired: true,
    });
    const described = provider.describeRequest?.(callOf('gpt-4.1', 'hi'), 'https://api.openai.com/v1');
    assert.ok(described);
    assert.match(
      toCurl(described),
      /^curl -N -X POST 'https:\/\/api\.openai\.com\/v1\/responses' \\\n {2}-H "authorization: Bearer \$OPENAI_API_KEY"/,
    );
  });
});
