const prefix = 'route:';

/** True for what stands in a model's place and is a route: `route:safe`. */
export function isRouteId(target: string): boolean {
  return target.startsWith(prefix);
}

export function routeId(name: string): string {
  return `${prefix}${name}`;
}

/** `safe` of `route:safe`. */
export function routeNameOf(target: string): string {
  return target.slice(prefix.length);
}
