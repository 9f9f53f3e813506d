import { isArray, type JsonObject } from '../../src/base/json.ts';
import { valueAt } from '../../src/base/value-at.ts';
import { objectsAt, textAt } from './payload.ts';

/** GitHub lists so many commits of a push … */
const MOST_COMMITS = 2048;
/** … and so many files of a commit. */
const MOST_FILES = 3000;

/**
 * Whether a push may have changed by what pull requests are judged: policies, configuration, exemptions. By default a policy may be in any
 * manifest, and only a path is told here, so each file that could hold one counts; on the default branch each file does, for the configuration
 * may name a policy in a file of any name. Where the lists are not whole, it may have.
 */
export function touchesJudgement(push: JsonObject): boolean {
  if (textAt(push, 'ref') === `refs/heads/${textAt(push, 'repository', 'default_branch')}`) return true;
  const commits = objectsAt(push, 'commits');
  // What a forced push took away, and what a new branch began with, is in no list.
  if (push.forced === true || push.created === true || commits.length >= MOST_COMMITS) return true;
  return commits.some((commit) => {
    const paths = ['added', 'removed', 'modified'].flatMap((key) => textsAt(commit, key));
    return paths.length >= MOST_FILES || paths.some((path) => MAY_HOLD_POLICY.test(path));
  });
}

const MAY_HOLD_POLICY = /\.(?:ya?ml|json)$/i;

function textsAt(commit: JsonObject, key: string): readonly string[] {
  const value = valueAt(commit, [key]);
  return isArray(value) ? value.filter((path) => typeof path === 'string') : [];
}
