import type { AgentTool } from '../agentTool.ts';
import { fields, list, text, whole } from '../schema.ts';
import { moreField, pageField, summaryField } from '../sharedFields.ts';

export const listPrompts = {
  name: 'list_prompts',
  title: 'List Prompts and Suites',
  description:
    'Lists the suites (cases with checks) and prompt files of the folder, each with its models, problems and newest run. Start here. It asks no model. Suites come first; 20 a page.',
  isReadOnly: true,
  input: fields({ filter: text('Only files whose path holds this text.', 200), page: pageField }, []),
  output: fields(
    {
      summary: summaryField,
      files: list(
        'The suites, then the prompts.',
        fields(
          {
            path: text('The path from the folder, as other tools take it.'),
            kind: text('suite or prompt.'),
            prompts: list('The prompt files that a suite asks.', text('A path.')),
            models: list('The models that it names.', text('A model.')),
            cases: whole('The cases of a suite.'),
            problems: whole('Errors and warnings: check_file gives them.'),
            lastRun: text('The newest run of it with what it came to; absent where there is none.'),
          },
          ['path', 'kind', 'models', 'problems'],
        ),
      ),
      more: moreField,
    },
    ['summary', 'files'],
  ),
} as const satisfies AgentTool;
