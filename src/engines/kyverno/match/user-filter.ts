import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { matchesWildcard } from '../../../base/wildcard.ts';
import type { UserInfo } from '../../../model/admission-request.ts';
import { type MatchAnswer, no, YES } from './match-answer.ts';
import type { MatchSubject } from './match-subject.ts';

const USER_UNKNOWN: MatchAnswer = { outcome: 'unknown', needs: 'the user who makes the request (userInfo)' };
const NOBODY: UserInfo = { username: '', groups: [], roles: [], clusterRoles: [] };

/**
 * The parts of a filter that are about the user. A cluster always knows its user; where we do not, the answer is unknown.
 * Kyverno's CLI leaves them out of `match` and lets them never hold in `exclude`.
 */
export function compileUserFilter(
  { roles, clusterRoles, subjects }: JsonObject,
  place: 'match' | 'exclude',
): readonly ((subject: MatchSubject) => MatchAnswer)[] {
  const questions: ((user: UserInfo) => MatchAnswer)[] = [];
  if (isArray(roles) && roles.length > 0) questions.push(bindingQuestion(roles, 'roles'));
  if (isArray(clusterRoles) && clusterRoles.length > 0) questions.push(bindingQuestion(clusterRoles, 'clusterRoles'));
  if (isArray(subjects) && subjects.length > 0) {
    const differs = no('the user is none of the subjects');
    questions.push((user) => (subjects.some((subject) => isSubject(subject, user)) ? YES : differs));
  }
  return questions.map((question) => ({ profile, userInfo }) => {
    if (userInfo) return question(userInfo);
    if (profile === 'cluster') return USER_UNKNOWN;
    return place === 'match' ? YES : question(NOBODY);
  });
}

function bindingQuestion(wanted: readonly JsonValue[], which: 'roles' | 'clusterRoles') {
  const differs = no(`the user has none of the ${which}`);
  const unknown: MatchAnswer = { outcome: 'unknown', needs: `the ${which} of the user who makes the request` };
  return (user: UserInfo): MatchAnswer => {
    const bound = user[which];
    if (!bound) return unknown;
    return bound.some((role) => wanted.includes(role)) ? YES : differs;
  };
}

/** Semantics: kyverno/kyverno pkg/utils/match/subjects.go, `CheckSubjects`. */
function isSubject(subject: JsonValue, { username, groups }: UserInfo): boolean {
  if (!isObject(subject)) return false;
  const name = typeof subject.name === 'string' ? subject.name : '';
  const namespace = typeof subject.namespace === 'string' ? subject.namespace : '';
  switch (subject.kind) {
    case 'ServiceAccount':
      return matchesWildcard(`system:serviceaccount:${namespace}:${name}`, username);
    case 'Group':
      return groups.some((group) => matchesWildcard(name, group));
    case 'User':
      return matchesWildcard(name, username);
    default:
      return false;
  }
}
