import { formatMeasurements, type Measurements } from '../../core/routing/measurements.ts';
import { rewriteText } from '../files/rewriteText.ts';
import { measuredFile } from './routeBook.ts';

/** Stores what a route learnt and gives the path of the file. */
export function keepMeasured(storage: string, route: string, measured: Measurements): string {
  const file = measuredFile(storage, route);
  rewriteText(file, formatMeasurements(measured));
  return file;
}
