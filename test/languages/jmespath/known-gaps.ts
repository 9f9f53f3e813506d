/** Cases of the compliance suite that fail, each with its reason: `file: expression`. One that starts to pass must be taken out. */
export const KNOWN_GAPS: Readonly<Record<string, string>> = {};
