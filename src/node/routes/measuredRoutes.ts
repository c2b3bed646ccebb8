import { formatMeasurements, type Measurements } from '../../core/routing/measurements.ts';
import { rewriteText } from '../files/rewriteText.ts';
import { measuredFile } from './routeBook.ts';

/** Keeps what a route learnt; gives the file. */
export function keepMeasured(storage: string, route: string, measured: Measurements): string {
  const file = measuredFile(storage, route);
  rewriteText(file, formatMeasurements(measured));
  return file;
}
