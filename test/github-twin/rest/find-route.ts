import type { PlainRoute } from './route.ts';

export interface FoundRoute {
  readonly route: PlainRoute;
  readonly method: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Parameters whose values may hold slashes. */
const WITH_SLASHES = new Set(['ref', 'path', 'branch', 'basehead', 'assignee']);

interface CompiledRoute {
  readonly route: PlainRoute;
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
}

export class RouteTable {
  readonly #routes: readonly CompiledRoute[];

  constructor(routes: readonly PlainRoute[]) {
    // What says more is asked first: /commits/{ref}/check-runs before /commits/{ref}.
    this.#routes = routes.map(compile).sort((left, right) => literals(right.template) - literals(left.template));
  }

  find(method: string, path: string): FoundRoute | undefined {
    for (const { pattern, ...found } of this.#routes) {
      const match = found.method === method ? pattern.exec(path) : null;
      if (match !== null) return { ...found, parameters: decodeAll(match.groups ?? {}) };
    }
    return undefined;
  }
}

function compile(route: PlainRoute): CompiledRoute {
  const [method = '', template = ''] = route.operation.split(' ');
  const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    WITH_SLASHES.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return { route, method, template, pattern: new RegExp(`^${pattern}$`) };
}

function literals(template: string): number {
  return template.split('/').filter((segment) => !segment.startsWith('{')).length;
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}
