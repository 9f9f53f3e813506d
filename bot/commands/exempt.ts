import type { Answer } from './answer.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';
import type { Command } from './parse-command.ts';

export async function exempt(
  _command: Extract<Command, { name: 'exempt' }>,
  _request: CommandRequest,
  _dependencies: CommandDependencies,
): Promise<Answer> {
  return { kind: 'failed', reply: 'This version does not know `exempt` yet: add an entry to the exemptions file of the base branch.' };
}
