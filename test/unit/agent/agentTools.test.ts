import assert from 'node:assert/strict';
import type { Schema } from '../../../src/core/agent/schema.ts';
import { agentTools, toolsFor } from '../../../src/core/agent/tools/agentTools.ts';

describe('the tools for coding agents', () => {
  it('are ten at most, each with a name that every client takes', () => {
    assert.ok(agentTools.length >= 8 && agentTools.length <= 10);
    for (const { name, title } of agentTools) {
      assert.match(name, /^[a-z]+_[a-z]+$/);
      assert.ok(title.length > 0 && title.length < 40);
    }
    assert.equal(new Set(agentTools.map(({ name }) => name)).size, agentTools.length);
  });

  it('describe every argument, and require only what they have', () => {
    for (const { name, input, output } of agentTools)
      for (const schema of [input, output]) {
        for (const [field, own] of Object.entries(schema.properties)) assertDescribed(own, `${name}.${field}`);
        for (const field of schema.required) assert.ok(Object.hasOwn(schema.properties, field), `${name}.${field}`);
      }
  });

  it('take no address, key, header, command or file to write', () => {
    const names = agentTools.flatMap(({ input }) => Object.keys(input.properties));
    assert.deepEqual(
      names.filter((name) => /url|endpoint|key|header|command|output|write|host/i.test(name)),
      [],
    );
  });

  it('fit into three thousand tokens with their arguments, as a model gets them', () => {
    const told = agentTools.map(({ name, description, input }) => ({ name, description, input }));
    assert.ok(JSON.stringify(told).length < 12_000, `${JSON.stringify(told).length} characters`);
  });

  it('that ask models are not there where nothing may run', () => {
    assert.deepEqual(
      toolsFor({ mayRun: false }).map(({ name }) => name),
      ['list_prompts', 'check_file', 'estimate_run', 'read_results', 'propose_cases'],
    );
    assert.equal(toolsFor({ mayRun: true }).length, agentTools.length);
  });
});

function assertDescribed(schema: Schema, at: string): void {
  assert.ok((schema.description ?? '').length > 3, at);
  if (schema.type === 'array') assertFields(schema.items, `${at}[]`);
}

function assertFields(schema: Schema, at: string): void {
  if (!('properties' in schema)) assertDescribed(schema, at);
  else for (const [field, own] of Object.entries(schema.properties)) assertDescribed(own, `${at}.${field}`);
}
