import assert from 'node:assert/strict';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { dotprompt, outline } from './prompts.ts';

const withTools = (rest: string) => `---
model: simulated/terse
toolDefs:
  - name: look
    inputSchema: {city: string}
${rest}---
Hi`;

const answered = (value: number) => ({ tool: 'look', answer: { type: 'result', value } });

describe('the answers to tools in a prompt file', () => {
  it('are those of toolResults, then the mocks of its tools', () => {
    const { toolSettings, problems } = dotprompt(
      withTools(
        '    mock: 2\ntoolResults: [{tool: look, times: 1, result: 1}]\nmaxTurns: 4\nreturnToolRequests: true\n',
      ),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(toolSettings, {
      toolResults: [{ ...answered(1), times: 1 }, answered(2)],
      maxTurns: 4,
      returnToolRequests: true,
    });
  });

  it('are absent where it says nothing', () => {
    assert.equal('toolSettings' in dotprompt(withTools('')), false);
  });

  for (const [rest, ...said] of [
    ['toolResults: [{tool: lok, result: 1}]\n', 'error undeclared-tool <<lok>>'],
    ['toolResults: [{tool: weather, result: 1}]\n', 'error undeclared-tool <<weather>>'],
    ['tools: [clock]\ntoolResults: [{tool: clock, result: 1}]\n', 'warning undefined-tool <<clock>>'],
    ['toolResults: [{tool: look, javascript: "file://a.js"}]\n', 'error unsupported <<look>>'],
    ['    mock: 1\ntoolResults: [{tool: look, result: 1}]\n', 'error unreachable-rule <<1>>'],
    ['    mocks: 1\n', 'error unknown-key <<mocks>>'],
    ['toolResults: [{tool: look, args: {cty: Oslo}, result: 1}]\n', 'error unknown-argument <<cty>>'],
    ['    mock: [{args: {place: Oslo}, result: 1}]\n', 'error unknown-argument <<place>>'],
  ] as const)
    it(`are checked: ${rest.trim()}`, () => {
      const text = withTools(rest);
      assert.deepEqual(outline(dotprompt(text).problems, text), said);
    });

  it('may be written for tools that a suite declares', () => {
    const text = '---\ntoolResults: [{tool: look, result: 1}]\n---\nHi';
    assert.deepEqual(outline(dotprompt(text).problems, text), ['warning undeclared-tool <<look>>']);
  });

  for (const [what, tools] of [
    ['list', '  - {name: look, kind: function, parameters: {city: {kind: string}}, mock: {error: down}}'],
    ['map', '  look: {kind: function, parameters: {city: {kind: string}}, mock: {error: down}}'],
  ] as const)
    it(`stand in a .prompty beside a ${what} of tools`, () => {
      const text = `---\nname: p\ntools:\n${tools}\ntoolResults: [{tool: look, times: 1, result: 1}]\n---\nuser:\nHi`;
      const { toolSettings, problems } = readPrompt({ path: 'a.prompty', text });
      assert.deepEqual(outline(problems, text), []);
      assert.deepEqual(toolSettings?.toolResults, [
        { ...answered(1), times: 1 },
        { tool: 'look', answer: { type: 'error', message: 'down' } },
      ]);
    });
});
