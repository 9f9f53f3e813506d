/**
 * The release of the Action that generated and documented workflows name. A commit cannot name itself, so this is the latest release
 * before these sources. There is none yet: a commit of zeros is pinned to nothing, which GitHub refuses to run.
 */
export const RELEASE = { version: 'v0.1.0', commit: '0000000000000000000000000000000000000000' } as const;

export const REPOSITORY_URL = 'https://github.com/tidewaiter/tidewaiter';

/** Whether the commit is still the one that stands for none. */
export const IS_RELEASED = /[^0]/.test(RELEASE.commit);
