import assert from 'node:assert/strict';
import { scriptFile } from '../../../src/core/dataset/scriptFile.ts';
import { runScript } from '../../../src/core/grading/script.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { openSandbox } from '../../support/sandbox.ts';

const sandbox = openSandbox();
after(() => sandbox.dispose());

const values = { output: 'abc', context: { vars: { min: 2 } } };
const run = (text: string, name?: string) => runScript(scriptFile(text, name), values, { sandbox });

describe('a script from a file', () => {
  const files: readonly (readonly [string, string, string | undefined, JsonValue])[] = [
    ['CommonJS', 'module.exports = (output, context) => output.length > context.vars.min;', undefined, true],
    ['a named function of CommonJS', 'module.exports = { strict: (output) => output === "x" };', 'strict', false],
    ['names set on exports', 'exports.size = (output) => output.length;', 'size', 3],
    ['a default export', '// A note.\nexport default function (output) {\n  return output.length;\n}\n', undefined, 3],
    ['a default arrow', 'const factor = 2;\nexport default (output) => output.length * factor;', undefined, 6],
    ['a named function', 'export function size(output) { return output.length; }', 'size', 3],
    ['a named constant', 'export const size = (output) => output.length;\n', 'size', 3],
    ['a list of names', 'const inner = (output) => output.length;\nexport { inner as size };', 'size', 3],
    ['a member of the default', 'export default { size: (output) => output.length };', 'size', 3],
    ['a template of its own', 'module.exports = () => "{{ not.ours }}";', undefined, '{{ not.ours }}'],
    ['a last line that is a comment', 'module.exports = () => 1; // done', undefined, 1],
  ];
  for (const [what, text, name, expected] of files)
    it(`may be ${what}`, async () => assert.deepEqual(await run(text, name), expected));

  it('tells the line of what it throws', async () => {
    const text = 'module.exports = () => {\n  return missing.name;\n};';
    await assert.rejects(run(text), { code: 'script-threw', message: /ReferenceError.*\(line 2/ });
  });

  for (const line of [
    "import fs from 'node:fs';",
    "import 'x';",
    'const fs = require("fs");',
    "const fs = await import('node:fs');",
    "export { a } from './a.js';",
  ])
    it(`loads nothing: ${line}`, () => {
      assert.throws(() => scriptFile(`// A note about import.\n${line}\nmodule.exports = 1;`), {
        code: 'invalid-check',
        message: /^Line 2 loads another module/,
      });
    });
});
