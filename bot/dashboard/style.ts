/** The style of all pages. It is part of each, so that a page is one answer. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f7f8fa, #0f1419); --card: light-dark(#fff, #182029); --text: light-dark(#1b2530, #dfe6ed);
  --quiet: light-dark(#52606d, #9fb0bf); --line: light-dark(#d5dbe1, #303c48); --accent: light-dark(#0b5a8a, #6bb8ea);
  --block: light-dark(#b3261e, #ff9b91); --warn: light-dark(#7a5200, #f0bd55); --pass: light-dark(#1a6b3a, #74d391);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .75rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
header p, header form { margin: 0; }
header form { margin-left: auto; }
.brand a { color: inherit; font-weight: 700; text-decoration: none; }
nav { display: flex; gap: 1.25rem; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
main:focus { outline: none; }
h1 { margin: .75rem 0 1rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 .75rem; font-size: 1.15rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section, article { margin: 0 0 1.25rem; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
article p { margin: .35rem 0; }
section > :last-child, article > :last-child { margin-bottom: 0; }
code { font: .9em ui-monospace, monospace; }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: .5rem; top: .5rem; padding: .5rem; background: var(--card); }
button, .button { display: inline-block; padding: .35rem .8rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; text-decoration: none; }
.button { padding: .6rem 1.2rem; font-weight: 600; color: Canvas; background: var(--accent); border-color: transparent; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem; }
.figures div { display: flex; flex-direction: column; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.figures dt { order: 2; color: var(--quiet); font-size: .9rem; line-height: 1.35; }
.figures dd { margin: 0; font-size: 1.7rem; font-weight: 650; line-height: 1.25; }
section .figures div { padding: 0; border: 0; }
.list { margin: 0; padding: 0; list-style: none; }
.list li + li { margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.list p { margin: .15rem 0 0; }
.list a { display: inline-block; }
.list .tags { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 0; padding: 0; list-style: none; }
.list .tags li { margin: 0; padding: 0; border: 0; }
.badge { display: inline-block; padding: 0 .55rem; border: 1px solid; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.block { color: var(--block); } .warn { color: var(--warn); } .pass { color: var(--pass); } .other { color: var(--quiet); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
td, thead th { overflow-wrap: normal; }
th { font-weight: 600; }
thead th { color: var(--quiet); font-size: .9rem; white-space: nowrap; }
tbody th { min-width: 8rem; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
time, .step { white-space: nowrap; }
svg { display: block; }
svg.steps { max-width: 100%; }
svg.days rect { fill: var(--accent); }
svg.days line { stroke: var(--line); }
svg .read { fill: var(--accent); } svg .judge { fill: var(--warn); } svg .publish { fill: var(--pass); }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; }
.key.read { background: var(--accent); } .key.judge { background: var(--warn); } .key.publish { background: var(--pass); }
`;
