type Style = (text: string) => string;

/** How a terminal report sets words apart. What it says must stand without colours, too. */
export interface Palette {
  readonly bold: Style;
  readonly dim: Style;
  readonly underline: Style;
  readonly red: Style;
  readonly yellow: Style;
  readonly green: Style;
  readonly blue: Style;
  readonly cyan: Style;
  /** The decision: text on a coloured ground. */
  readonly onRed: Style;
  readonly onYellow: Style;
  readonly onGreen: Style;
}

const plain: Style = (text) => text;
const style =
  (open: string, close: number): Style =>
  (text) =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

export const PLAIN_PALETTE: Palette = {
  bold: plain,
  dim: plain,
  underline: plain,
  red: plain,
  yellow: plain,
  green: plain,
  blue: plain,
  cyan: plain,
  onRed: plain,
  onYellow: plain,
  onGreen: plain,
};

/** The sixteen colours that every terminal has, in the shades that its owner chose. */
export const ANSI_PALETTE: Palette = {
  bold: style('1', 22),
  dim: style('2', 22),
  underline: style('4', 24),
  red: style('31', 39),
  yellow: style('33', 39),
  green: style('32', 39),
  blue: style('34', 39),
  cyan: style('36', 39),
  onRed: style('1;97;41', 0),
  onYellow: style('1;30;43', 0),
  onGreen: style('1;30;42', 0),
};
