import type { AgentTool } from '../agentTool.ts';
import { fields, flag, list, text, whole } from '../schema.ts';
import { inputsField, marksField, modelsField, problemsField, summaryField } from '../sharedFields.ts';

export const checkFile = {
  name: 'check_file',
  title: 'Check and Render a File',
  description:
    'Checks a prompt file or suite after an edit: its Problems with places and, for a prompt, what each model would not take of it (portability). With `render` it also gives the messages of the prompt as they would be sent. It asks no model and costs nothing.',
  isReadOnly: true,
  input: fields(
    {
      file: text('Path of a prompt file or suite from the folder.', 500),
      models: modelsField,
      render: flag('True to get the messages of a prompt, with `inputs` in place of its variables.'),
      inputs: inputsField,
    },
    ['file'],
  ),
  output: fields(
    {
      summary: summaryField,
      file: text('The file that was checked.'),
      errors: whole('Problems that keep it, or a part of it, from running.'),
      warnings: whole('Problems that do not.'),
      problems: problemsField,
      portability: list(
        'What the models make of the prompt.',
        fields(
          {
            model: text('The model; absent for what concerns all of them.'),
            effect: text('rejected, doubtful, or what happens to a setting.'),
            message: text('What it is about.'),
            place: text('file:line:column.'),
          },
          ['effect', 'message', 'place'],
        ),
      ),
      messages: list(
        'The messages, where they were asked for.',
        fields({ role: text('system, user or assistant.'), text: text('The text, between marks.') }, ['role', 'text']),
      ),
      missing: list('Variables for which `inputs` has no value.', text('A name.')),
      marks: marksField,
    },
    ['summary', 'file', 'errors', 'warnings', 'problems', 'portability'],
  ),
} as const satisfies AgentTool;
