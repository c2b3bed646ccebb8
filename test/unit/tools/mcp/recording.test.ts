import assert from 'node:assert/strict';
import { yamlValue } from '../../../../src/core/text/placedValue.ts';
import { readYaml } from '../../../../src/core/text/yamlSource.ts';
import {
  type Recording,
  readRecordings,
  recordingFileOf,
  recordingHash,
  writtenRecordings,
} from '../../../../src/core/tools/mcp/recording.ts';

function readBack(text: string) {
  const problems: string[] = [];
  const recordings = readRecordings(yamlValue(readYaml(text, 0)), (_place, code) => problems.push(code));
  return { recordings, problems };
}

const find = { name: 'find', inputSchema: { type: 'object', properties: {} } };
const one = { tool: 'find', args: { id: 'A', b: 1 }, answer: { type: 'result' as const, value: { state: 'lost' } } };
const two = { tool: 'find', args: { id: 'B' }, answer: { type: 'error' as const, message: 'no such order' } };
const map = {
  tool: 'draw',
  args: {},
  answer: {
    type: 'parts' as const,
    text: 'A map',
    media: [{ type: 'media' as const, url: 'data:image/png;base64,AA', contentType: 'image/png' }],
  },
};
const recording: Recording = { tools: [find], results: [two, one, map] };

describe('a recording', () => {
  it('stands beside its suite or prompt', () => {
    const names = [
      'a/triage.eval.yaml',
      'triage.prompt',
      'c:\\x\\triage.prompt.yml',
      'cases.csv',
      'promptfooconfig.yaml',
    ];
    assert.deepEqual(names.map(recordingFileOf), [
      'a/triage.mcp.yaml',
      'triage.mcp.yaml',
      'c:\\x\\triage.mcp.yaml',
      'cases.mcp.yaml',
      'promptfooconfig.mcp.yaml',
    ]);
  });

  it('is read as it was written, errors and pictures as well', () => {
    const { recordings, problems } = readBack(writtenRecordings(new Map([['orders', recording]])));
    assert.deepEqual(problems, []);
    const read = recordings.get('orders');
    assert.deepEqual(read, { tools: [find], results: [map, one, two] });
    assert.equal(read && recordingHash(read), recordingHash(recording));
  });

  it('is the same text in whichever order the calls came', () => {
    const mail = { tools: [], results: [] };
    const turned = { tools: [find], results: [map, { ...one, args: { b: 1, id: 'A' } }, two] };
    const written = writtenRecordings(
      new Map([
        ['orders', recording],
        ['mail', mail],
      ]),
    );
    const again = writtenRecordings(
      new Map([
        ['mail', mail],
        ['orders', turned],
      ]),
    );
    assert.equal(again, written);
    assert.equal(recordingHash({ ...recording, results: [one, two, map] }), recordingHash(recording));
  });

  it('has another hash when a result or a tool is another', () => {
    const changed = { ...one, answer: { ...one.answer, value: { state: 'found' } } };
    const others = [
      { ...recording, results: [changed, two, map] },
      { ...recording, tools: [] },
    ];
    assert.equal(new Set([recording, ...others].map(recordingHash)).size, 3);
  });

  it('holds no scripts, and says what is wrong in it', () => {
    assert.deepEqual(readBack('servers: {a: {toolResults: [{tool: x, javascript: "1"}]}}').problems, ['wrong-type']);
    assert.deepEqual(readBack('orders: {}').problems, ['wrong-type']);
    assert.deepEqual(readBack('servers: {a: {toolResults: [{tool: x}]}}').problems, ['no-answer']);
    assert.deepEqual(readBack('servers: {a: {tools: [{title: x}]}}').problems, ['wrong-type']);
  });
});
