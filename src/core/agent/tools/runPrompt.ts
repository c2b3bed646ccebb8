import type { AgentTool } from '../agentTool.ts';
import { runOutput } from '../runOutput.ts';
import { fields, text } from '../schema.ts';
import { inputsField, maxCallsField, maxCostField, modelsField, waitField } from '../sharedFields.ts';

export const runPrompt = {
  name: 'run_prompt',
  title: 'Run a Prompt',
  description:
    'Runs one prompt file once on one or more models and gives their answers, without checks. For results that count, use run_evals. It costs money unless its models are simulated.',
  isReadOnly: false,
  input: fields(
    {
      file: text('Path of the prompt file from the folder.', 500),
      models: modelsField,
      inputs: inputsField,
      max_cost: maxCostField,
      max_calls: maxCallsField,
      wait_seconds: waitField,
    },
    ['file'],
  ),
  output: runOutput,
} as const satisfies AgentTool;
