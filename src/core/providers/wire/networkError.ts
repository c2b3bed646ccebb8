import { type ErrorCode, PolypromptError } from '../../errors.ts';
import { defined } from '../../jsonRead.ts';

/** Error codes of Node and undici (and OpenSSL through them), by their meaning for a person. */
const networkCodes: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EAI_NODATA: 'host-not-found',
  ECONNRESET: 'connection-failed',
  ECONNABORTED: 'connection-failed',
  EPIPE: 'connection-failed',
  ENETUNREACH: 'connection-failed',
  EHOSTUNREACH: 'connection-failed',
  UND_ERR_SOCKET: 'connection-failed',
  UND_ERR_CONNECT_TIMEOUT: 'timeout-connect',
  ETIMEDOUT: 'timeout-connect',
  UND_ERR_HEADERS_TIMEOUT: 'timeout-first-byte',
  UND_ERR_BODY_TIMEOUT: 'timeout-idle',
  UND_ERR_PRX_TLS: 'proxy',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  CERT_UNTRUSTED: 'certificate',
  CERT_REVOKED: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  EPROTO: 'certificate',
};

const certificateReasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain holds a self-signed one',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another host name',
  EPROTO: 'the two sides agree on no protocol version',
};

/** True for faults that trusting another authority does not mend. */
function isOfServer(code: string): boolean {
  return code.startsWith('ERR_') || ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'EPROTO'].includes(code);
}

const serversOwn =
  'Check the address, the proxy setting and the clock of this machine, or tell whoever runs the server.';

/** The fault between here and the server, from anything that a fetch or an SDK threw; undefined when it was not the network. */
export function networkError(error: unknown, origin: string): PolypromptError | undefined {
  for (const link of errorChain(error)) {
    const code = codeIn(link);
    if (code === undefined) continue;
    const kind = networkCodes[code] ?? 'certificate';
    const hint = kind === 'certificate' && isOfServer(code) ? serversOwn : undefined;
    return new PolypromptError(kind, networkSentence(code, origin), defined({ hint }));
  }
  return isFetchFailure(error)
    ? new PolypromptError('connection-failed', `The connection to ${origin} failed.`)
    : undefined;
}

/** A PolypromptError thrown inside fetch, however deep an SDK has wrapped it. */
export function wrappedPolypromptError(error: unknown): PolypromptError | undefined {
  return errorChain(error).find((link) => link instanceof PolypromptError);
}

/** The error, its causes, and the members of aggregates (one per address that was tried), outermost first. */
function errorChain(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const members: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...members].flatMap((inner) => errorChain(inner, depth + 1))];
}

function codeIn(error: Error): string | undefined {
  if (error.message.includes('Proxy response')) return 'UND_ERR_PRX_TLS';
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code !== 'string') return undefined;
  return code in networkCodes || code.startsWith('ERR_SSL_') ? code : undefined;
}

/** True for the words that undici has for every failed fetch; a body that breaks off is `terminated`. */
function isFetchFailure(error: unknown): boolean {
  return errorChain(error).some(
    (link) =>
      link instanceof TypeError && /^(fetch failed|terminated|Failed to fetch|network error)$/i.test(link.message),
  );
}

function networkSentence(code: string, origin: string): string {
  const kind = networkCodes[code] ?? 'certificate';
  switch (kind) {
    case 'connection-refused':
      return `Nothing listens at ${origin}.`;
    case 'host-not-found':
      return `The host of ${origin} was not found.`;
    case 'timeout-connect':
      return `No connection to ${origin} could be made in time.`;
    case 'timeout-first-byte':
      return `${origin} did not answer in time.`;
    case 'timeout-idle':
      return `${origin} stopped sending.`;
    case 'proxy':
      return `The proxy refused the connection to ${origin}.`;
    case 'certificate':
      return `The certificate of ${origin} is not accepted: ${certificateReasons[code] ?? 'who signed it is unknown'}.`;
    default:
      return `The connection to ${origin} broke off.`;
  }
}
