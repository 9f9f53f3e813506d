/**
 * Text for the log in which the runner finds nothing to obey: it takes `::command::` where a line begins, and `##[command]` wherever that
 * stands (`ActionCommand.cs` of actions/runner). A blank between the signs shows; the runner may pass over what is shown as nothing.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}
