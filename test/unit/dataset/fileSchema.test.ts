import { deepEqual } from 'node:assert/strict';
import { Ajv } from 'ajv';
import evalSchema from '../../../schemas/eval.schema.json' with { type: 'json' };
import projectSchema from '../../../schemas/polyprompt.schema.json' with { type: 'json' };

describe('the schemas of our own files', () => {
  // Nothing looks at this when a suite is read, which would take as long as reading the suite.
  for (const [name, schema] of Object.entries({ evalSchema, projectSchema }))
    it(`are schemas themselves: ${name}`, async () => {
      const ajv = new Ajv({ strict: false });
      deepEqual([await ajv.validateSchema(schema), ajv.errors], [true, null]);
    });
});
