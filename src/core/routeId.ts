const prefix = 'route:';

/** True for a route in place of a model: `route:safe`. */
export function isRouteId(target: string): boolean {
  return target.startsWith(prefix);
}

/** The name of a route in a model's place: `route:safe` for `safe`. */
export function routeId(name: string): string {
  return `${prefix}${name}`;
}

/** The name of a route: `safe` of `route:safe`. */
export function routeNameOf(target: string): string {
  return target.slice(prefix.length);
}
