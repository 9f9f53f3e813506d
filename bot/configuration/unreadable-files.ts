import type { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { FileContent, Files } from '../../src/model/files.ts';
import { CONFIGURATION_FILES } from '../../src/policy/configuration.ts';

/**
 * Stands for a repository that cannot be read, now or later: as far as anybody can know it may have a configuration, and that is unreadable.
 */
export function unreadableFiles({ code, message, remedy }: TidewaiterError): Files {
  const content: FileContent = {
    outcome: 'unreadable',
    code,
    reason: message,
    // That of GitHub's limits is for a workflow.
    remedy: code === 'github/too-large' ? 'Keep fewer or smaller files there.' : remedy,
  };
  return {
    revision: 'base',
    // No commit's: what is remembered of one must not be what was judged without it.
    id: 'unreadable',
    list: async () => [],
    read: async (paths) =>
      new Map(CONFIGURATION_FILES.filter((file) => paths.includes(file)).map((file) => [file, content])),
  };
}
