import type { Environment } from '../../src/core/environment.ts';
import { executeCells } from '../../src/core/execute/execute.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { Message } from '../../src/core/messages.ts';
import { planRun } from '../../src/core/plan/plan.ts';
import type { CellResult, RunEvent } from '../../src/core/run/events.ts';
import { resultOf } from '../../src/core/run/resultOf.ts';
import { transcriptOf } from '../../src/core/run/round.ts';
import { foldAll } from '../../src/core/run/state.ts';
import { systemClock } from '../../src/node/nodeEnvironment.ts';
import { canaryKey } from '../support/access.ts';
import type { ScriptedLoop } from './toolLoopData.ts';
import { loopOf, openingOf, parametersOf, userMessage } from './toolLoopPlan.ts';
import { type AnswerForm, answerResponse, encodedAnswer, loopRegistry, speakerOf } from './toolLoopWires.ts';

/** The course of a loop: what was sent, and what came of each cell. */
export interface DrivenLoop {
  readonly bodies: JsonValue[];
  readonly results: readonly CellResult[];
}

/** Runs a scripted loop by the real engine against scripted answers: one cell up to each message of the user. */
export async function driveLoop(loop: ScriptedLoop, wire: string, form: AnswerForm): Promise<DrivenLoop> {
  const script = objectAt(objectAt(loop.data, 'wires'), wire);
  const model = `${speakerOf(wire)}/${textAt(script, 'model') ?? ''}`;
  const server = new ScriptedServer(wire, form, listAt(script, 'answers'));
  const results: CellResult[] = [];
  let messages = openingOf(loop.data);
  const followUps = listAt(loop.data, 'turns').flatMap((turn) => textAt(turn, 'user') ?? []);
  for (const next of [...followUps, undefined]) {
    const result = await runCell({ loop: loop.data, model, messages, environment: server.environment });
    results.push(result);
    messages = [...messages, ...transcriptOf(result, model), ...(next === undefined ? [] : [userMessage(next)])];
  }
  return { bodies: server.bodies, results };
}

interface LoopCell {
  readonly loop: JsonObject;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly environment: Environment;
}

/** The result of one cell; throws where it failed. */
async function runCell({ loop, model, messages, environment }: LoopCell): Promise<CellResult> {
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: [{ id: model, model, parameters: parametersOf(loop) }],
    cases: [{ caseId: 'c', inputs: {}, messages, loop: loopOf(loop) }],
  });
  const events: RunEvent[] = [{ type: 'run-started', at: 0, ...plan }];
  const registry = loopRegistry();
  const emit = (event: RunEvent) => events.push(event);
  await executeCells({ registry, environment, catalog: { entries: new Map() }, emit }, plan).ended;
  // The run as its journal has it: what a model needs to go on has to stand there too.
  const journal: RunEvent[] = JSON.parse(JSON.stringify(events));
  const [cell] = Object.values(foldAll(journal)?.cells ?? {});
  const result = cell && resultOf(plan, cell);
  if (!result) throw new Error(JSON.stringify(cell?.error));
  return result;
}

/** Gives one scripted answer after the other, and keeps what it was sent. */
class ScriptedServer {
  readonly bodies: JsonValue[] = [];
  readonly environment: Environment = {
    clock: systemClock,
    random: () => 0.5,
    lookUpKey: async (_provider, origin) => ({ key: canaryKey, origin }),
    fetch: async (_input, init) => {
      const answer = this.#answers[this.bodies.length];
      this.bodies.push(JSON.parse(String(init?.body)));
      const whole = objectAt(answer, 'response');
      return answerResponse(this.#form === 'whole' && whole ? whole : encodedAnswer(this.#wire, answer));
    },
  };
  readonly #wire: string;
  readonly #form: AnswerForm;
  readonly #answers: readonly JsonValue[];

  constructor(wire: string, form: AnswerForm, answers: readonly JsonValue[]) {
    this.#wire = wire;
    this.#form = form;
    this.#answers = answers;
  }
}
