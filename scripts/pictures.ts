import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type JudgedShop, judgeShop } from './pictures/judge-shop.ts';
import { stepSummaryPage, suggestionPage, summaryPage, terminalPage } from './pictures/pages.ts';
import { openBrowser, takePicture } from './pictures/take-picture.ts';

/** Where the documents look for the pictures. */
export const FOLDER = 'docs/images';

export interface Picture {
  readonly name: string;
  readonly html: string;
  /** In pixels of CSS. */
  readonly width: number;
  /** What is below is left out, where a page goes on for long. */
  readonly maxHeight: number;
}

/** The pages that the pictures are taken of. */
export function picturesOf({ comments, summary, stepSummary, terminal }: JudgedShop): readonly Picture[] {
  const suggested = comments.find(({ body }) => body.includes('privileged: false'));
  if (!suggested) throw new Error('no comment suggests `privileged: false`: examples/shop has changed');
  return [
    { name: 'suggestion', html: suggestionPage(suggested), width: 840, maxHeight: 900 },
    { name: 'summary', html: summaryPage(summary), width: 840, maxHeight: 900 },
    { name: 'step-summary', html: stepSummaryPage(stepSummary), width: 1040, maxHeight: 798 },
    { name: 'terminal', html: terminalPage(terminal.command, terminal.output), width: 860, maxHeight: 900 },
  ];
}

async function main(): Promise<void> {
  const pictures = picturesOf(await judgeShop());
  const folder = new URL(`../${FOLDER}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    for (const picture of pictures)
      writeFileSync(new URL(`${picture.name}.png`, folder), await takePicture(browser, picture));
  } finally {
    await browser.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
