import type { Fetch } from '../../core/environment.ts';
import { httpFetch } from './httpFetch.ts';

const dispatcherSymbol = Symbol.for('undici.globalDispatcher.1');
const connectTimeout = 10_000;

/**
 * A fetch without Node's own limits of five minutes of silence, which would cut off a model that thinks for longer. Core's time limits take
 * their place. It is for the command line; an editor's fetch must keep its own dispatcher.
 */
export function patientFetch(): Fetch {
  const patient = globalPatientFetch();
  return knowsProxies() ? patient : httpFetch(patient);
}

/** Node's own client would have to be told of each proxy. */
function knowsProxies({ env, execArgv }: Pick<NodeJS.Process, 'env' | 'execArgv'> = process): boolean {
  const options = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
  return env['NODE_USE_ENV_PROXY'] === '1' || options.includes('--use-env-proxy');
}

function globalPatientFetch(): Fetch {
  let dispatcher: Promise<unknown> | undefined;
  return async (input, init) => {
    dispatcher ??= makeDispatcher();
    const patience = await dispatcher;
    return fetch(input, patience === undefined ? init : Object.assign({}, init, { dispatcher: patience }));
  };
}

/** Node contains undici without exporting it, so its Agent can only be had from the dispatcher that the first fetch installs. */
async function makeDispatcher(): Promise<unknown> {
  await fetch('data:,');
  const installed: unknown = Reflect.get(globalThis, dispatcherSymbol);
  const Agent: unknown = typeof installed === 'object' && installed !== null ? installed.constructor : undefined;
  if (typeof Agent !== 'function') return undefined;
  return Reflect.construct(Agent, [{ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeout } }]);
}
