import { describe, expect, it } from 'vitest';
import type { UserMapping } from '../../src/policy/configuration.ts';
import { findUser } from '../../src/policy/find-user.ts';

const OCTOCAT: UserMapping = { login: 'octocat', userInfo: { username: 'jane', groups: ['dev'] } };
const ANYBODY: UserMapping = {
  login: '*',
  userInfo: { username: 'system:serviceaccount:flux-system:kustomize-controller', groups: [] },
};

describe('who an author is to the cluster', () => {
  it.each([
    ['octocat', 'jane'],
    // GitHub's logins know no case.
    ['OctoCat', 'jane'],
    ['hubot', undefined],
    [undefined, undefined],
    ['*', undefined],
  ])('%s is %s', (author, username) => {
    expect(findUser([OCTOCAT], author)?.username).toBe(username);
  });

  it('anybody else is whom the entry * names, and so is an unknown author where there are no others', () => {
    expect(findUser([ANYBODY, OCTOCAT], 'octocat')?.username).toBe('jane');
    expect(findUser([ANYBODY, OCTOCAT], 'hubot')?.username).toBe(ANYBODY.userInfo.username);
    expect(findUser([ANYBODY, OCTOCAT], undefined)).toBe(undefined);
    expect(findUser([ANYBODY], undefined)?.username).toBe(ANYBODY.userInfo.username);
  });

  // https://kubernetes.io/docs/reference/access-authn-authz/authentication/ and …/rbac/#default-roles-and-role-bindings
  it('has the groups that the API server gives', () => {
    expect(findUser([OCTOCAT], 'octocat')?.groups).toEqual(['dev', 'system:authenticated']);
    expect(findUser([ANYBODY], 'hubot')?.groups).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:flux-system',
      'system:authenticated',
    ]);
    const nobody: UserMapping = { login: 'ghost', userInfo: { username: 'system:anonymous', groups: [] } };
    expect(findUser([nobody], 'ghost')?.groups).toEqual(['system:unauthenticated']);
  });
});
