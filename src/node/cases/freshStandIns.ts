import { randomBytes } from 'node:crypto';
import { StandIns } from '../../core/privacy/standIns.ts';

/** Stand-ins under a key that is made for this one use and kept nowhere. */
export function freshStandIns(): StandIns {
  return new StandIns(randomBytes(32));
}
