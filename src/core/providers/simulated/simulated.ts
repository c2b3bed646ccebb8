import { PolypromptError } from '../../errors.ts';
import type { FinishReason, ModelCall, ModelEvent, Part, ToolCall } from '../../messages.ts';
import { type ListedModel, type Provider, type ProviderAccess, textOf } from '../contract/provider.ts';
import { chosenAnswer } from './chosenAnswer.ts';
import { simulatedEmbeddings } from './embed.ts';
import { playedUser } from './playUser.ts';
import { proposedPrompt } from './proposePrompt.ts';
import { seededRandom } from './seed.ts';
import { readTask, type Task } from './task.ts';
import { type Answer, type Manner, manners, type Temperament, temperaments } from './temperaments.ts';
import { latestResults, nextCall, wordsOf } from './toolTurns.ts';
import { writtenInputs } from './writtenInputs.ts';

const names: Readonly<Record<Temperament, string>> = {
  terse: 'Terse (simulated)',
  thorough: 'Thorough (simulated)',
  json: 'JSON-minded (simulated)',
  unreliable: 'Unreliable (simulated)',
};

/**
 * The provider of models in this process that need no key and no network. They read the prompt by rules and answer the same for the same
 * prompt, settings, seed and repeat. Nothing they say is a real model's word, and every name says so.
 */
export function simulatedProvider(): Provider {
  // The calls that the unreliable model has turned away once: the same call succeeds the next time, as with a real rate limit.
  const turnedAway = new Set<string>();
  return {
    id: 'simulated',
    name: 'Simulated',
    keyVariables: [],
    defaultBaseUrl: undefined,
    keyRequired: false,
    stream: (call, access, signal) => streamSimulated({ call, access, signal, turnedAway }),
    listModels: async () =>
      temperaments.map(
        (model): ListedModel => ({ model, name: names[model], contextWindow: 100_000, outputLimit: 8000 }),
      ),
    countTokens: async (call) => promptTokens(call),
    embed: simulatedEmbeddings,
  };
}

/** The tokens of a text, roughly: one per four characters. */
function approximateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

interface SimulatedCall {
  readonly call: ModelCall;
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  readonly turnedAway: Set<string>;
}

async function* streamSimulated(simulated: SimulatedCall): AsyncGenerator<ModelEvent> {
  const { call, access, signal } = simulated;
  signal.throwIfAborted();
  if (call.model === 'echo') return yield* echoOf(call);
  const model = temperaments.find((temperament) => temperament === call.model);
  if (!model) throw unknownModel(call.model);
  const manner = manners[model];
  const seed = JSON.stringify([call.model, call.messages, call.parameters.seed ?? 0, call.repeat ?? 0]);
  const random = seededRandom(seed);
  await access.clock.sleep(between(manner.firstToken, random), signal);
  if (model === 'unreliable') turnAway(simulated.turnedAway, seed, random());
  yield* mediaWarning(call);
  const task = readTask(call);
  const made = nextCall(call, task);
  if (made) return yield* callTool(call, made);
  const compose = (about: Task) => manner.answer(about, random);
  const answer = withLimits(
    playedUser(call) ??
      proposedPrompt(call) ??
      writtenInputs(call, random) ??
      chosenAnswer(call, model, random) ??
      answerAfterTools(call, task, compose) ??
      compose(task),
    call,
  );
  yield* speak(answer, manner, { access, signal, random });
  yield { type: 'usage', usage: usageOf(call, answer) };
  yield {
    type: 'done',
    finishReason: answer.finishReason,
    servedModel: call.model,
    requestId: `simulated-${Math.floor(random() * 1e9)}`,
  };
}

/** promptfoo's `echo`: it answers with its prompt, a chat as JSON. It serves to check prompts as they are rendered. */
function* echoOf(call: ModelCall): Generator<ModelEvent> {
  const [first, ...others] = call.messages;
  const text =
    first?.role === 'user' && others.length === 0
      ? textOf(first)
      : JSON.stringify(call.messages.map((message) => ({ role: message.role, content: textOf(message) })));
  yield { type: 'text', text };
  // It has no price, unlike the models that stand for real ones.
  yield { type: 'usage', usage: { ...usageOf(call, { text, finishReason: 'stop' }), reportedCost: 0 } };
  yield { type: 'done', finishReason: 'stop', servedModel: call.model };
}

function unknownModel(model: string): PolypromptError {
  return new PolypromptError('model-not-found', `There is no simulated model "${model}".`, {
    hint: `Choose one of ${temperaments.map((temperament) => `simulated/${temperament}`).join(', ')}.`,
  });
}

function turnAway(turnedAway: Set<string>, seed: string, mood: number): void {
  if (turnedAway.delete(seed) || mood > 0.12) return;
  turnedAway.add(seed);
  // The server is overloaded, not rate-limited, since a rehearsal should not slow down the whole lane.
  const message = 'Simulated is overloaded (503): this is a rehearsal, the next try succeeds.';
  throw new PolypromptError('overloaded', message, { status: 503, retryAfterMs: 300 + Math.round(mood * 2000) });
}

function* mediaWarning(call: ModelCall): Generator<ModelEvent> {
  if (!call.messages.some((message) => message.parts.some((part) => part.type === 'media'))) return;
  yield {
    type: 'warning',
    warning: {
      field: 'messages',
      action: 'dropped',
      message: 'Simulated models read text only; the images were left out.',
    },
  };
}

interface Stage {
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  readonly random: () => number;
}

async function* speak(answer: Answer, manner: Manner, stage: Stage): AsyncGenerator<ModelEvent> {
  for (const text of chunksOf(answer.reasoning ?? '', stage.random)) {
    yield { type: 'reasoning', text };
    await stage.access.clock.sleep(between(manner.perChunk, stage.random), stage.signal);
  }
  for (const text of chunksOf(answer.text, stage.random)) {
    yield { type: 'text', text };
    await stage.access.clock.sleep(between(manner.perChunk, stage.random), stage.signal);
  }
}

/** Cuts a text into chunks of one to three words, as real models stream. */
function chunksOf(text: string, random: () => number): string[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  const chunks: string[] = [];
  for (let start = 0; start < words.length; ) {
    const count = 1 + Math.floor(random() * 3);
    chunks.push(words.slice(start, start + count).join(''));
    start += count;
  }
  return chunks;
}

function between([least, most]: readonly [number, number], random: () => number): number {
  return Math.round(least + random() * (most - least));
}

/** Applies the stop sequences and the token limit as a real model would. */
function withLimits(answer: Answer, call: ModelCall): Answer {
  const stops = (call.parameters.stopSequences ?? [])
    .map((stop) => answer.text.indexOf(stop))
    .filter((place) => place >= 0);
  const stopped = stops.length > 0 ? { ...answer, text: answer.text.slice(0, Math.min(...stops)) } : answer;
  const limit = call.parameters.maxOutputTokens;
  if (limit === undefined || approximateTokens(stopped.text) <= limit) return stopped;
  const finishReason: FinishReason = 'length';
  return { ...stopped, text: stopped.text.slice(0, limit * 4), finishReason };
}

function usageOf(call: ModelCall, answer: Answer) {
  const reasoningTokens = approximateTokens(answer.reasoning ?? '');
  return {
    inputTokens: promptTokens(call),
    outputTokens: approximateTokens(answer.text) + reasoningTokens,
    ...(reasoningTokens > 0 ? { reasoningTokens } : {}),
  };
}

function promptTokens(call: ModelCall): number {
  const { tools, output } = call.parameters;
  const settings = JSON.stringify([...(tools ?? []), ...(output?.schema ? [output.schema] : [])]);
  return call.messages.reduce(
    (sum, message) => sum + approximateTokens(textOf(message)) + message.parts.reduce(addToolTokens, 0),
    settings === '[]' ? 0 : approximateTokens(settings),
  );
}

function addToolTokens(sum: number, part: Part): number {
  if (part.type === 'tool-result') return sum + approximateTokens(part.output);
  return part.type === 'tool-call' ? sum + approximateTokens(JSON.stringify(part.input)) : sum;
}

function* callTool(call: ModelCall, made: ToolCall): Generator<ModelEvent> {
  yield { type: 'tool-call', ...made };
  const outputTokens = approximateTokens(JSON.stringify(made.input));
  yield { type: 'usage', usage: { inputTokens: promptTokens(call), outputTokens } };
  yield { type: 'done', finishReason: 'tool-calls', servedModel: call.model };
}

/** The answer that uses the results of tools: in their words, or in the form that is asked for; undefined where there are none. */
function answerAfterTools(call: ModelCall, task: Task, answer: (task: Task) => Answer): Answer | undefined {
  const results = latestResults(call.messages);
  if (results.length === 0) return undefined;
  const text = wordsOf(results);
  return task.strictJson ? answer({ ...task, material: text, knowledge: text }) : { text, finishReason: 'stop' };
}
