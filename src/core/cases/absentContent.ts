import type { LogFormat } from './calls/loggedCall.ts';

/** Where the texts of prompts and answers are switched on, by what writes the log. Most instrumentations leave them out by default. */
export const contentSwitches: Readonly<Record<LogFormat, string>> = {
  'otel-gen-ai':
    'set OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true and give the file of logs together with the file of traces',
  openinference: 'unset OPENINFERENCE_HIDE_INPUTS, OPENINFERENCE_HIDE_OUTPUTS and their kin',
  openllmetry: 'set TRACELOOP_TRACE_CONTENT=true',
  'ai-sdk': 'set recordInputs and recordOutputs to true where telemetry is switched on',
  langfuse: 'take the mask off the client, or let it keep input and output',
  'langfuse-export': 'choose the fields input and output for the export',
  langsmith: 'unset LANGSMITH_HIDE_INPUTS and LANGSMITH_HIDE_OUTPUTS',
  braintrust: 'let the logger keep input and output',
  helicone: 'export with --include-body',
  mlflow: 'export whole traces with their data, since previews are cut',
  litellm: 'set turn_off_message_logging: false, or store_prompts_in_spend_logs: true for the table of spend',
  'openai-batch': 'give the input file of the batch together with its output file',
  'anthropic-batch': 'give the requests of the batch together with its results',
  'fine-tuning': 'give lines with messages',
  'openai-evals': 'give lines with item',
  promptfoo: 'write results with outputs and prompts, without --no-write or stripped results',
  inspect: 'log the samples (--log-samples)',
  rows: 'say which column is which variable',
};
