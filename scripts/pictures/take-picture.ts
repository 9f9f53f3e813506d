import { type Browser, chromium } from 'playwright-core';

/** The browser at CHROMIUM_PATH, which reaches nothing and draws the same wherever the same fonts are. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface PageToDraw {
  readonly html: string;
  readonly width: number;
  readonly maxHeight: number;
}

/** A page as PNG, two pixels for each of its own. */
export async function takePicture(browser: Browser, { html, width, maxHeight }: PageToDraw): Promise<Buffer> {
  const context = await browser.newContext({ offline: true, viewport: { width, height: 100 }, deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    await page.setContent(html);
    const { height } = (await page.locator('html').boundingBox()) ?? { height: maxHeight };
    return await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, maxHeight) } });
  } finally {
    await context.close();
  }
}
