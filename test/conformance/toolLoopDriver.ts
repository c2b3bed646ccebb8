import assert from 'node:assert/strict';
import type { Fetch } from '../../src/core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type {
  MediaPart,
  Message,
  ModelEvent,
  Parameters,
  Part,
  ToolCall,
  ToolDefinition,
} from '../../src/core/messages.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { withOwnState } from '../../src/core/providers/mapping/ownState.ts';
import { saidBy } from '../../src/core/run/round.ts';
import { accessTo } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import type { ScriptedLoop } from './toolLoopData.ts';
import { type AnswerForm, answerResponse, encodedAnswer, providerOf } from './toolLoopWires.ts';

/** The course of a loop: what was sent, and what was read of each answer. */
export interface DrivenLoop {
  readonly bodies: JsonValue[];
  readonly answers: readonly (readonly ModelEvent[])[];
}

/**
 * Drives a scripted loop through a provider: every request is made of what was read before and of the outcomes that the script expects.
 * It stands in for the engine, whose place this is.
 */
export async function driveLoop(loop: ScriptedLoop, wire: string, form: AnswerForm): Promise<DrivenLoop> {
  const script = objectAt(objectAt(loop.data, 'wires'), wire);
  const requests = countAt(objectAt(loop.data, 'expected'), 'requests') ?? 0;
  const provider = providerOf(wire);
  const model = textAt(script, 'model') ?? '';
  const bodies: JsonValue[] = [];
  const answers: (readonly ModelEvent[])[] = [];
  let messages = openingOf(loop.data);
  for (const turn of listAt(loop.data, 'turns')) {
    const said = textAt(turn, 'user');
    if (said !== undefined) messages = [...messages, userMessage(said)];
    if (said !== undefined || answers.length >= requests) continue;
    const answer = listAt(script, 'answers')[answers.length];
    const whole = objectAt(answer, 'response');
    const body = form === 'whole' && whole ? whole : encodedAnswer(wire, answer);
    const asked = { provider, model, messages, parameters: parametersOf(loop.data, answers.length) };
    const events = await ask(asked, scriptedFetch(bodies, body));
    answers.push(events);
    const { message, calls } = readAnswer(events, `${provider.id}/${model}`);
    messages = [...messages, message, ...resultsOf(loop.data, turn, calls)];
  }
  return { bodies, answers };
}

interface Asked {
  readonly provider: Provider;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
}

async function ask({ provider, model, messages, parameters }: Asked, rawFetch: Fetch): Promise<readonly ModelEvent[]> {
  const own = withOwnState(messages, `${provider.id}/${model}`);
  const access = accessTo(provider.defaultBaseUrl ?? '', { rawFetch });
  const call = { model, messages: own, parameters };
  const { events, error } = await collect(provider.stream(call, access, new AbortController().signal));
  assert.equal(error, undefined);
  return events;
}

function scriptedFetch(bodies: JsonValue[], body: string | JsonObject): Fetch {
  return async (_input, init) => {
    bodies.push(JSON.parse(String(init?.body)));
    return answerResponse(body);
  };
}

function openingOf(loop: JsonObject): readonly Message[] {
  const prompt = objectAt(loop, 'prompt');
  const system = textAt(prompt, 'system');
  const own: Message[] = system === undefined ? [] : [{ role: 'system', parts: [{ type: 'text', text: system }] }];
  return [...own, userMessage(textAt(prompt, 'user') ?? '')];
}

function userMessage(text: string): Message {
  return { role: 'user', parts: [{ type: 'text', text }] };
}

/** The settings of a request; a forced tool is forced in the first one alone. */
function parametersOf(loop: JsonObject, round: number): Parameters {
  const settings = objectAt(loop, 'settings');
  const name = textAt(objectAt(settings, 'toolChoice'), 'name');
  const tools = listAt(loop, 'tools').map(
    (tool): ToolDefinition => ({
      name: textAt(tool, 'name') ?? '',
      ...defined({ description: textAt(tool, 'description'), inputSchema: objectAt(tool, 'inputSchema') }),
    }),
  );
  return {
    tools,
    ...defined({ parallelToolCalls: booleanAt(settings, 'parallelToolCalls') }),
    ...(name !== undefined && round === 0 ? { toolChoice: { name } } : {}),
  };
}

/** An answer as a message of the conversation, with its calls. */
export function readAnswer(events: readonly ModelEvent[], from: string): { message: Message; calls: ToolCall[] } {
  const answer = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const calls = events.filter((event) => event.type === 'tool-call').map(({ type: _type, ...call }): ToolCall => call);
  const turn = events.find((event) => event.type === 'turn')?.parts;
  return { message: saidBy({ answer, toolCalls: calls, ...defined({ turn }) }, from), calls };
}

/** The results of the calls of one turn, in the order in which they were made. */
function resultsOf(loop: JsonObject, turn: JsonValue, calls: readonly ToolCall[]): Message[] {
  const outcomes = objectAt(objectAt(loop, 'expected'), 'outcomes');
  const parts = calls.map(({ id, name }, place): Part => {
    const neutral = textAt(listAt(turn, 'calls')[place], 'id') ?? '';
    return { type: 'tool-result', id, name, ...outputOf(objectAt(outcomes, neutral)) };
  });
  return parts.length > 0 ? [{ role: 'tool', parts }] : [];
}

function outputOf(outcome: JsonObject | undefined): { output: string; isError?: true; media?: MediaPart[] } {
  const { result, error } = outcome ?? {};
  if (typeof error === 'string') return { output: error, isError: true };
  if (isJsonObject(error)) return { output: `The call was refused: ${textAt(error, '$error')}.`, isError: true };
  const parts = listAt(outcome, 'parts');
  const output = parts.map((part) => textAt(part, 'text') ?? '').join('\n');
  if (parts.length > 0) return { output, media: parts.filter((part) => textAt(part, 'base64')).map(mediaOf) };
  return { output: typeof result === 'string' ? result : JSON.stringify(result ?? null) };
}

function mediaOf(part: JsonValue): MediaPart {
  const contentType = textAt(part, 'contentType') ?? '';
  return { type: 'media', contentType, url: `data:${contentType};base64,${textAt(part, 'base64')}` };
}
