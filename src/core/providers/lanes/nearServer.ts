import { isLoopback } from '../../guardedFetch.ts';

const privateNumber = /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.\d/;
const privateName = /(?:\.local|\.internal|\.lan|\.home\.arpa)$/;
const privateSixth = /^\[f(?:[cd][\da-f]{2}|e[89ab][\da-f]):/;

/**
 * True for an address on this machine or in its own network: most such servers answer a few requests at a time, for all their models
 * together.
 */
export function isNearServer(address: string): boolean {
  const hostname = URL.parse(address)?.hostname;
  if (hostname === undefined) return false;
  return (
    isLoopback(hostname) || privateNumber.test(hostname) || privateName.test(hostname) || privateSixth.test(hostname)
  );
}
