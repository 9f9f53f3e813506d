/** A command that the runner finds in a log. */
export interface LogCommand {
  readonly name: string;
  readonly title: string | undefined;
  readonly text: string;
}

/** What ActionCommandManager.cs of actions/runner registers. */
const COMMANDS: ReadonlySet<string> = new Set(
  `add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands
  warning internal-set-repo-path`.split(/\s+/),
);

/**
 * The commands that the runner would obey, as `ActionCommand.cs` of actions/runner reads a line: `::name properties::text` after blanks, or
 * `##[name properties]text` anywhere in it. .NET may pass over characters that are shown as nothing, so they count as blanks here.
 */
export function commandsIn(log: string): readonly LogCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, head, text = ''] =
      /^(?:\s|\p{Default_Ignorable_Code_Point}|\u0085)*::(.*?)::(.*)$/u.exec(line) ??
      /##\[([^\]]*)\](.*)$/.exec(line) ??
      [];
    const [name = '', properties = ''] = splitOnce(head ?? '', ' ');
    if (!COMMANDS.has(name.toLowerCase())) return [];
    return [{ name, title: /(?:^|[,;])title=([^,;]*)/.exec(properties)?.[1], text }];
  });
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
