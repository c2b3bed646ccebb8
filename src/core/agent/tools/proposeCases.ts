import type { AgentTool } from '../agentTool.ts';
import { fields, free, list, text, whole } from '../schema.ts';
import { marksField, problemsField, suiteField, summaryField } from '../sharedFields.ts';

export const proposeCases = {
  name: 'propose_cases',
  title: 'Propose Cases',
  description:
    'Makes an edit that adds cases to a suite, in the format of the file that holds its cases (YAML, JSONL, CSV). The edit comes back as a unified diff for you to apply: nothing is written. It tells what the suite would say to it.',
  isReadOnly: true,
  input: fields(
    {
      suite: suiteField,
      cases: list(
        'The cases to add.',
        fields(
          {
            inputs: free('The values of the variables of the prompt, by name.'),
            expected: text(
              'The answer that is expected, word for word; without it the case has only the checks of the suite.',
              10_000,
            ),
          },
          ['inputs'],
        ),
        20,
      ),
    },
    ['suite', 'cases'],
  ),
  output: fields(
    {
      summary: summaryField,
      file: text('The file to be edited.'),
      patch: text('The edit as a unified diff, between marks.'),
      cases: whole('The cases that the suite would have.'),
      problems: problemsField,
      marks: marksField,
    },
    ['summary', 'file', 'patch', 'cases', 'problems', 'marks'],
  ),
} as const satisfies AgentTool;
