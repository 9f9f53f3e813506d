import type { UserInfo } from '../model/admission-request.ts';
import type { UserMapping } from './configuration.ts';

/**
 * Who the author of a change is to the cluster, by their login at GitHub, which knows no case; undefined where nobody says. Without an author it
 * is the one that everybody is, where there is such a one.
 */
export function findUser(users: readonly UserMapping[], author: string | undefined): UserInfo | undefined {
  const named = users.filter(({ login }) => login !== ANYBODY_ELSE);
  const anybodyElse = users.find(({ login }) => login === ANYBODY_ELSE);
  const mapping =
    author === undefined
      ? named.length === 0
        ? anybodyElse
        : undefined
      : (named.find(({ login }) => login.toLowerCase() === author.toLowerCase()) ?? anybodyElse);
  return mapping && asAuthenticated(mapping.userInfo);
}

const ANYBODY_ELSE = '*';

/**
 * With the groups that the API server gives whomever it lets in.
 * Semantics: k8s.io/apiserver pkg/authentication/group/authenticated_group_adder.go and pkg/authentication/serviceaccount/util.go.
 */
function asAuthenticated(userInfo: UserInfo): UserInfo {
  const { username, groups } = userInfo;
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username) ?? [];
  const given = [
    ...(namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]),
    username === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated',
  ];
  return { ...userInfo, groups: [...new Set([...groups, ...given])] };
}
