import type { JsonObject } from '../../src/base/json.ts';

/** What GitHub delivered: its signature was checked. */
export interface Letter {
  readonly id: string;
  readonly event: HeardEvent;
  readonly payload: JsonObject;
}

export const HEARD_EVENTS = [
  'check_run',
  'check_suite',
  'installation',
  'installation_repositories',
  'installation_target',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
] as const;

export type HeardEvent = (typeof HEARD_EVENTS)[number];

/** Every event of which something may have to be done. All others are ignored. */
export function isHeardEvent(event: string): event is HeardEvent {
  return HEARD_EVENTS.some((each) => each === event);
}
