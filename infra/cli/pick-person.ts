import { CommandError, ExitCode } from './exit-code.ts';
import { buttonsOf, formAction, type Page, PlayedBrowser, readPage } from './played-browser.ts';

/** Most answers of a sign-in: the consent page and its form, the issuer's pages and its form, and the ways between. */
const MOST_STEPS = 12;

/** Local mode's pages are on this machine; nothing else is opened. */
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Walks through the pages of local mode for one person, as a browser would: allows the client, and signs in.
 *
 * @returns the address the browser would be sent back to, with the code.
 * @throws CommandError when the person does not exist, or the sign-in is refused without sending back.
 */
export async function pickPerson(authorizationUrl: URL, redirectUri: string, user: string): Promise<URL> {
  const browser = new PlayedBrowser();
  let url = authorizationUrl;
  let response = await browser.open(url);
  for (let step = 0; step < MOST_STEPS; step++) {
    const location = response.headers.get('location');
    if (location === null) {
      const page = await readPage(url, response);
      response = await browser.press(page, chooseOn(page, user));
      url = formAction(page);
      continue;
    }
    url = new URL(location, url);
    if (isReturn(url, redirectUri)) return url;
    if (!LOOPBACK.includes(url.hostname)) break;
    response = await browser.open(url);
  }
  throw new CommandError(ExitCode.refused, 'The sign-in led somewhere else. Restart local mode and try again.');
}

function isReturn({ href }: URL, redirectUri: string): boolean {
  return href === redirectUri || href.startsWith(`${redirectUri}?`);
}

function chooseOn(page: Page, user: string) {
  const buttons = buttonsOf(page);
  const people = buttons.filter(({ name }) => name === 'person');
  const choice = people.find(({ value }) => value === user) ?? buttons.find(({ value }) => value === 'allow');
  if (choice) return choice;
  if (people.length > 0) {
    const names = people.map(({ value }) => value).join(', ');
    throw new CommandError(ExitCode.refused, `There is no "${user}" here. Sign in as one of: ${names}.`);
  }
  throw new CommandError(ExitCode.refused, `The sign-in was refused (${page.status}): ${wordsOf(page.html)}`);
}

function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
