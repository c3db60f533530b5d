// A real browser, and what must hold on every page in it: no error, nothing that
// the Content-Security-Policy or Trusted Types had to stop, nothing from other
// origins, and nothing that axe finds.

import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import type axe from 'axe-core';
import axeSource from 'axe-core/axe.min.js?raw';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { STEP } from './limits';
import { BASE } from './stack';

let browser: Browser;
const contexts: BrowserContext[] = [];
const networks: Network[] = [];
let faults: string[] = [];

/** Starts a browser for the tests of a file; each test that leaves a fault behind fails. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM']!,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    for (const network of networks.splice(0)) network.close();
    const found = faults;
    faults = [];
    expect(found).toEqual([]);
  });
}

/** A device of its own: an empty profile. Its pages may talk to BASE and to the origins given. */
export async function newDevice(options: BrowserContextOptions = {}, origins: string[] = []): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 }, ...options });
  context.setDefaultTimeout(STEP);
  contexts.push(context);
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on('console', (message) => {
    // A request that failed is the page's to deal with, and told apart below; the service worker's, too.
    if (
      message.type() === 'error' &&
      !/^(Failed to load resource|An unknown error occurred when fetching the script)/.test(message.text())
    ) {
      faults.push(`${message.page()?.url()}: ${message.text()}`);
    }
  });
  context.on(
    'weberror',
    (error) => void faults.push(`${error.page()?.url()}: ${error.error().stack ?? error.error()}`),
  );
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && ![new URL(BASE).origin, ...origins].includes(origin)) {
      faults.push(`request to ${request.url()}`);
    }
  });
  return context;
}

/** A network between a device and the stack, which can be cut: for the browser's service workers too, as setOffline can't. */
export class Network {
  private cut = false;
  private readonly server = createServer((request, response) => {
    if (this.cut) return void request.socket.destroy();
    const onward = forward(request.url!, { method: request.method, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });

  /** What a device needs to be in it. */
  async proxy(): Promise<{ server: string }> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    networks.push(this);
    return { server: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }

  setOffline(offline: boolean): void {
    this.cut = offline;
    if (offline) this.server.closeAllConnections();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** The faults so far, which a test provoked on purpose. */
export function takeFaults(): string[] {
  return faults.splice(0);
}

/** Makes the browser refuse storage to a page, as some are set to. */
export async function refuseStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  });
}

/** What axe finds on the page as it is: by all rules, or by those given. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const options: axe.RunOptions = {
    runOnly: rules ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'], // to describe what is right takes as long as to look for what is wrong
    iframes: false, // the policy allows none but the hidden one of the sign-in
  };
  // To load axe takes as long as to run it, and a document keeps it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async (options) => {
    // A button on its way from one look to another is in neither's colours.
    await Promise.allSettled(document.getAnimations().flatMap((a) => (a instanceof CSSTransition ? a.finished : [])));
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`));
  }, options);
}

/** Fails if axe finds anything. */
export async function checkAccessible(page: Page, where: string): Promise<void> {
  expect(await findings(page), `${where} (${page.url()})`).toEqual([]);
}

/** Fails if a text is hard to read: all that other colours can change. */
async function checkContrast(page: Page, where: string): Promise<void> {
  expect(await findings(page, ['color-contrast', 'link-in-text-block']), `${where} (${page.url()})`).toEqual([]);
}

/** Fails if axe finds anything, or if a text is hard to read in the dark: the way to a page takes longer than both. */
export async function checkLightAndDark(page: Page, where: string): Promise<void> {
  await checkAccessible(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkContrast(page, `${where}, in the dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Fails if the page must be scrolled sideways. */
export async function checkFits(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${where} is wider than the window`).toBe(0);
}

/** Presses Tab until the element is focused: what can't be reached by it fails. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
  }
  throw new Error(`${selector} can't be reached with Tab on ${page.url()}`);
}
