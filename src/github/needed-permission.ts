/** Permissions of a workflow's token by what is asked for; the first that fits. Pull requests' conversations are issues to GitHub. */
const PERMISSIONS: readonly (readonly [below: RegExp, permission: string])[] = [
  [/^\/(?:pulls|issues)\b/, 'pull-requests'],
  [/^\/(?:check-runs|check-suites|commits\/[^/]+\/check-)/, 'checks'],
  [/^\/(?:statuses|commits\/[^/]+\/status)/, 'statuses'],
  [/^\/code-scanning\b/, 'security-events'],
];

/** What a job's `permissions` must say for a request such as `GET /repos/acme/shop/pulls/7/files`. */
export function neededPermission(asked: string): string {
  const [, below = ''] = /\/repos\/[^/]+\/[^/]+(.*)$/.exec(asked) ?? [];
  const [, permission = 'contents'] = PERMISSIONS.find(([pattern]) => pattern.test(below)) ?? [];
  const [, operation] = /^GraphQL (query|mutation)/.exec(asked) ?? [];
  if (operation !== undefined) return `pull-requests: ${operation === 'query' ? 'read' : 'write'}`;
  return `${permission}: ${asked.startsWith('GET ') ? 'read' : 'write'}`;
}
