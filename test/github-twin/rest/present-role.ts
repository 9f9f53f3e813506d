import type { Role } from '../twin.ts';
import { mayPush } from './access.ts';

/** What a role in a repository comes to. Everybody reads what they see. */
export function presentRole(role: Role | undefined) {
  return {
    admin: role === 'admin',
    maintain: role === 'admin' || role === 'maintain',
    push: mayPush(role),
    triage: mayPush(role) || role === 'triage',
    pull: true,
  };
}
