import { formatMeasurements, type Measurements } from '../core/routing/measurements.ts';
import { replaceFile } from './replaceFile.ts';
import { measuredFile } from './routeBook.ts';

/** Keeps what a route learnt; gives the file. */
export function keepMeasured(storage: string, route: string, measured: Measurements): string {
  const file = measuredFile(storage, route);
  replaceFile(file, formatMeasurements(measured));
  return file;
}
