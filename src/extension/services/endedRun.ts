import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import type { Services } from './services.ts';
import { suiteOf } from './suiteOf.ts';
import type { OpenSuite } from './suites.ts';

/** The run that a command is about: the one that is named, else the one that its suite shows, else the newest stored one. */
export interface EndedRun {
  readonly open: OpenSuite;
  /** Id of the run; undefined when the suite has none. */
  readonly runId: string | undefined;
  /** The run that the suite shows, which may be another one. */
  readonly current: RunSession | undefined;
}

/** The run that an argument means. The argument is a suite, or `{suite, runId}`. Throws while a run of the suite is under way. */
export async function endedRunOf(services: Services, argument: unknown): Promise<EndedRun> {
  const open = await suiteOf(services, argument);
  const { sessions } = services.evals;
  const { current } = sessions.get(open.uri);
  if (current?.isRunning)
    throw new PolypromptError('invalid-arguments', 'The run is still under way.', { hint: 'Wait until it has ended.' });
  const named = isJsonObject(argument) && typeof argument['runId'] === 'string' ? argument['runId'] : undefined;
  return { open, runId: named ?? current?.runId ?? sessions.stored(open.uri, 1)[0]?.runId, current };
}
