import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type {
  MediaPart,
  Message,
  ModelCall,
  ModelEvent,
  ModelWarning,
  Parameters,
  Part,
  ToolOutput,
} from '../../core/messages.ts';
import { type Provider, textOf } from '../../core/providers/contract/provider.ts';
import { resultText } from '../../core/providers/mapping/resultText.ts';

const untouched: ReadonlySet<string> = new Set(['tools', 'toolChoice']);

/** The models of the editor itself as a provider: `editor/<vendor>/<id>`. They need no key; the editor asks for consent on first use. */
export function editorModels(): Provider {
  return {
    id: 'editor',
    name: 'Editor models',
    keyVariables: [],
    keyRequired: false,
    defaultBaseUrl: undefined,
    stream: streamEditorModel,
    warningsFor,
  };
}

/** Ids of the models that the editor offers now, `editor/<vendor>/<id>`. This asks for no consent. */
export async function listEditorModels(): Promise<string[]> {
  const models = await vscode.lm.selectChatModels({});
  return models.map((model) => `editor/${model.vendor}/${model.id}`);
}

async function* streamEditorModel(call: ModelCall, _access: unknown, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const model = await findModel(call.model);
  for (const warning of warningsFor(call)) yield { type: 'warning', warning };
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  let answer = '';
  let called = false;
  try {
    const response = await model.sendRequest(toMessages(call.messages), toOptions(call.parameters), cancellation.token);
    for await (const part of response.stream) {
      if (part instanceof vscode.LanguageModelTextPart) {
        answer += part.value;
        yield { type: 'text', text: part.value };
      } else if (part instanceof vscode.LanguageModelToolCallPart) {
        called = true;
        yield {
          type: 'tool-call',
          id: part.callId,
          name: part.name,
          input: isJsonObject(part.input) ? part.input : {},
        };
      }
    }
    signal.throwIfAborted();
    yield { type: 'usage', usage: await countUsage(model, call.messages, answer) };
    yield {
      type: 'done',
      finishReason: called ? 'tool-calls' : 'other',
      rawFinishReason: 'not reported by the editor',
      servedModel: `${model.vendor}/${model.id}`,
    };
  } catch (error) {
    signal.throwIfAborted();
    throw toError(error, model);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

async function findModel(name: string): Promise<vscode.LanguageModelChat> {
  const slash = name.indexOf('/');
  const [model] = await vscode.lm.selectChatModels({ vendor: name.slice(0, slash), id: name.slice(slash + 1) });
  if (model) return model;
  const offered = await listEditorModels();
  const hint =
    offered.length === 0
      ? 'The editor offers no models; sign in to one of its model providers.'
      : `It offers ${offered.slice(0, 5).join(', ')}.`;
  throw new PolypromptError('editor-model-missing', `The editor has no model ${name}.`, { hint });
}

/** The editor reports no usage, so its own token counter has to do. */
async function countUsage(model: vscode.LanguageModelChat, messages: readonly Message[], answer: string) {
  const counts = await Promise.all(toMessages(messages).map((message) => model.countTokens(message)));
  return { inputTokens: counts.reduce((sum, count) => sum + count, 0), outputTokens: await model.countTokens(answer) };
}

/** The editor has no system role, and no sampling settings that every vendor honours. */
function warningsFor(call: ModelCall): ModelWarning[] {
  const settings = Object.keys(call.parameters).filter((field) => !untouched.has(field));
  const warnings = settings.map(
    (field): ModelWarning => ({ field, action: 'dropped', message: `The editor's models take no ${field}.` }),
  );
  if (call.messages.some((message) => message.role === 'system')) {
    warnings.push({
      field: 'messages',
      action: 'changed',
      message: "The editor's models have no system role; the system prompt is sent as the first user message.",
    });
  }
  return warnings;
}

/** The messages without those of which the editor takes nothing, such as thoughts alone. */
function toMessages(messages: readonly Message[]): vscode.LanguageModelChatMessage[] {
  return messages.map(toMessage).filter((message) => message.content.length > 0);
}

function toMessage(message: Message): vscode.LanguageModelChatMessage {
  if (message.role === 'assistant')
    return vscode.LanguageModelChatMessage.Assistant([...message.parts.flatMap(toAssistantPart)]);
  const parts = message.role === 'system' ? textOf(message) : [...message.parts.flatMap(toUserPart)];
  return vscode.LanguageModelChatMessage.User(parts);
}

function toAssistantPart(part: Part): (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] {
  if (part.type === 'text') return [new vscode.LanguageModelTextPart(part.text)];
  if (part.type === 'tool-call')
    return [new vscode.LanguageModelToolCallPart(part.id, part.name, isJsonObject(part.input) ? part.input : {})];
  return [];
}

function toUserPart(
  part: Part,
): (vscode.LanguageModelTextPart | vscode.LanguageModelDataPart | vscode.LanguageModelToolResultPart)[] {
  if (part.type === 'text') return [new vscode.LanguageModelTextPart(part.text)];
  if (part.type === 'tool-result') return [new vscode.LanguageModelToolResultPart(part.id, toResult(part))];
  return part.type === 'media' ? toImage(part) : [];
}

/** A result as words and pictures. The editor has no flag for errors. */
function toResult(result: ToolOutput): (vscode.LanguageModelTextPart | vscode.LanguageModelDataPart)[] {
  return [new vscode.LanguageModelTextPart(resultText(result)), ...(result.media ?? []).flatMap(toImage)];
}

function toImage({ url }: MediaPart): vscode.LanguageModelDataPart[] {
  const data = /^data:([\w/+.-]+);base64,(.*)$/s.exec(url);
  return data?.[1] && data[2] ? [vscode.LanguageModelDataPart.image(Buffer.from(data[2], 'base64'), data[1])] : [];
}

function toOptions(parameters: Parameters): vscode.LanguageModelChatRequestOptions {
  const tools = parameters.tools?.map((tool) => ({
    name: tool.name,
    description: tool.description ?? tool.name,
    inputSchema: tool.inputSchema ?? {},
  }));
  const required = parameters.toolChoice === 'required' || typeof parameters.toolChoice === 'object';
  return {
    justification: 'To compare the answers to a prompt file.',
    ...(tools
      ? {
          tools,
          toolMode: required ? vscode.LanguageModelChatToolMode.Required : vscode.LanguageModelChatToolMode.Auto,
        }
      : {}),
  };
}

function toError(error: unknown, model: vscode.LanguageModelChat): PolypromptError {
  const name = `${model.vendor}/${model.id}`;
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  if (code === vscode.LanguageModelError.NoPermissions.name)
    return new PolypromptError('editor-model-denied', `The editor did not allow the use of ${name}.`, { cause: error });
  if (code === vscode.LanguageModelError.NotFound.name)
    return new PolypromptError('editor-model-missing', `The editor has no model ${name} any more.`, { cause: error });
  if (code === vscode.LanguageModelError.Blocked.name)
    return new PolypromptError('rate-limited', `The editor refuses more requests to ${name} for now.`, {
      cause: error,
      retryable: false,
    });
  return new PolypromptError('provider-error', `${name} failed inside the editor.`, { cause: error });
}
