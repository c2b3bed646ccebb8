import type { KeySpecification } from '../models/settingKeys.ts';

/** The keys that say how the calls of a prompt's model are answered. */
const toolAnswerKeys: readonly KeySpecification[] = [
  {
    key: 'toolResults',
    summary: 'What tools give back: rules, of which the first that fits a call answers it.',
    sample: '',
  },
  { key: 'maxTurns', summary: 'How often results are given back to the model; 8 without it.', sample: '8' },
  {
    key: 'returnToolRequests',
    summary: 'Whether the first calls are the answer, whatever rules there are.',
    sample: 'true',
  },
  { key: 'mcp', summary: 'The MCP servers whose tools the model gets.', sample: '[orders]' },
];

export const frontmatterKeys: readonly KeySpecification[] = [
  { key: 'name', summary: 'Name of the prompt; without it the file name is used.', sample: '' },
  { key: 'variant', summary: 'Variant of the prompt; without it the second part of the file name.', sample: '' },
  { key: 'version', summary: 'Version of the prompt; without it a hash of its text.', sample: '' },
  { key: 'description', summary: 'What the prompt is for.', sample: '' },
  { key: 'model', summary: 'The model that answers, as provider/model.', sample: 'openai/gpt-5.6-luna' },
  { key: 'config', summary: 'Settings such as temperature and maxOutputTokens.', sample: '' },
  { key: 'tools', summary: 'Names of the tools that the model may call.', sample: '' },
  {
    key: 'toolDefs',
    summary: 'Definitions of tools: name, description, inputSchema, and mock, which answers their calls.',
    sample: '',
  },
  { key: 'toolChoice', summary: 'Whether the model must call a tool: auto, required or none.', sample: 'auto' },
  ...toolAnswerKeys,
  { key: 'input', summary: 'Schema and default values of the variables.', sample: '' },
  { key: 'output', summary: 'What the answer looks like: format and schema.', sample: '' },
  { key: 'metadata', summary: 'Anything else worth keeping with the prompt.', sample: '' },
  { key: 'polyprompt.models', summary: 'The models to compare, as provider/model.', sample: '[openai/gpt-5.6-luna]' },
  { key: 'polyprompt.evals', summary: 'Files with cases for this prompt, such as CSV or JSONL.', sample: '' },
];

/** Keys that Genkit reads and that have no meaning here. */
export const otherFrontmatterKeys: readonly string[] = ['use', 'ext', 'raw'];

export const githubKeys: readonly KeySpecification[] = [
  { key: 'name', summary: 'Name of the prompt.', sample: '' },
  { key: 'description', summary: 'What the prompt is for.', sample: '' },
  { key: 'model', summary: 'The model that answers, as publisher/model.', sample: 'openai/gpt-5.6-luna' },
  { key: 'modelParameters', summary: 'Settings such as temperature and maxTokens.', sample: '' },
  { key: 'messages', summary: 'The messages: role and content, with {{variable}} places.', sample: '' },
  { key: 'responseFormat', summary: 'Format of the answer: text, json_object or json_schema.', sample: 'text' },
  { key: 'jsonSchema', summary: 'The schema for json_schema, as a text that holds JSON.', sample: '|' },
  { key: 'testData', summary: 'Rows of values for the variables.', sample: '' },
  { key: 'evaluators', summary: 'What every answer is checked against.', sample: '' },
];

/** The keys of a tool under `toolDefs`. */
export const toolKeys: readonly KeySpecification[] = [
  { key: 'name', summary: 'Name by which the model calls it.', sample: '' },
  { key: 'description', summary: 'What it does, as the model is told.', sample: '' },
  { key: 'inputSchema', summary: 'Its arguments, in picoschema or JSON Schema.', sample: '' },
  {
    key: 'outputSchema',
    summary: 'What it gives back, for the form in which a person does; it is not sent.',
    sample: '',
  },
  {
    key: 'mock',
    summary: 'What it gives back: a value, or a rule with result, error, parts or javascript.',
    sample: '',
  },
];

/** The keys of a rule under `toolResults`, and of a mock. */
export const toolRuleKeys: readonly KeySpecification[] = [
  { key: 'tool', summary: 'The tool whose calls it answers.', sample: '' },
  { key: 'args', summary: 'The arguments that a call has to have; others may stand beside them.', sample: '{}' },
  { key: 'times', summary: 'How many calls it answers; without it all.', sample: '1' },
  { key: 'result', summary: 'What the tool gives back: a text, or any JSON.', sample: '' },
  { key: 'error', summary: 'What the tool says when it fails.', sample: '' },
  { key: 'parts', summary: 'Texts and pictures: {text} and {media: {url, contentType}}.', sample: '' },
  {
    key: 'javascript',
    summary: 'An expression or function body over args and context; it runs in a sandbox.',
    sample: '',
  },
];

/** The keys under `input` and `output`. */
export const schemaKeys: readonly KeySpecification[] = [
  { key: 'schema', summary: 'Fields and their types, in picoschema or JSON Schema.', sample: '' },
  { key: 'default', summary: 'Values that are used when no other are given (under input).', sample: '' },
  { key: 'format', summary: 'Format of the answer: text or json (under output).', sample: 'json' },
];

/** The keys of both versions of `.prompty`. */
export const promptyKeys: readonly KeySpecification[] = [
  { key: 'name', summary: 'Name of the prompt; without it the file name is used.', sample: '' },
  { key: 'displayName', summary: 'Name of the prompt for people.', sample: '' },
  { key: 'description', summary: 'What the prompt is for.', sample: '' },
  { key: 'metadata', summary: 'Authors, tags, version and anything else worth keeping.', sample: '' },
  { key: 'model', summary: 'The model that answers: provider/model, or a map with id and options.', sample: '' },
  { key: 'inputs', summary: 'The variables: name, and kind, default and description of each.', sample: '' },
  { key: 'outputs', summary: 'Fields of the answer; with any the model answers in JSON.', sample: '' },
  { key: 'tools', summary: 'Tools that the model may call.', sample: '' },
  ...toolAnswerKeys,
  { key: 'template', summary: 'The template language: jinja2 or mustache.', sample: 'jinja2' },
  { key: 'sample', summary: 'Version 1: values of the variables to try the prompt with.', sample: '' },
  { key: 'authors', summary: 'Version 1: who wrote the prompt.', sample: '' },
  { key: 'tags', summary: 'Version 1: words to find the prompt by.', sample: '' },
];

/** The keys under `model` of a `.prompty`. */
export const promptyModelKeys: readonly KeySpecification[] = [
  { key: 'id', summary: 'The model, as provider/model.', sample: 'openai/gpt-5.6-luna' },
  { key: 'provider', summary: 'Whose model it is: openai, azure, foundry or anthropic.', sample: 'openai' },
  { key: 'apiType', summary: 'How it is asked: chat or responses.', sample: 'chat' },
  { key: 'options', summary: 'Settings such as temperature and maxOutputTokens.', sample: '' },
  { key: 'connection', summary: 'Not used here: keys and addresses are settings of the editor.', sample: '' },
  { key: 'api', summary: 'Version 1: chat or completion.', sample: 'chat' },
  { key: 'configuration', summary: 'Version 1: the model and where it is; only its name is used here.', sample: '' },
  { key: 'parameters', summary: 'Version 1: settings such as temperature and max_tokens.', sample: '' },
];

/** The keys under each of `inputs` of a `.prompty`. */
export const promptyInputKeys: readonly KeySpecification[] = [
  {
    key: 'kind',
    summary: 'Type of the value: string, integer, float, boolean, array, object, image or thread.',
    sample: 'string',
  },
  { key: 'description', summary: 'What the variable is for.', sample: '' },
  { key: 'default', summary: 'The value when no other is given.', sample: '' },
  { key: 'example', summary: 'A value it might have.', sample: '' },
  { key: 'required', summary: 'Whether the prompt needs it.', sample: 'true' },
  { key: 'enumValues', summary: 'The values it may have.', sample: '[]' },
];
