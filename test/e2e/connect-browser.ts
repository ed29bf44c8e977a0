import {
  buttonsOf,
  formAction,
  formFields,
  type Page,
  PlayedBrowser,
  readPage,
} from '../../infra/cli/played-browser.ts';

/** Most answers between a link and the page it leads to. */
const MOST_STEPS = 10;

/** A person's browser that opens links to the page for secrets. */
export class ConnectBrowser {
  private readonly browser = new PlayedBrowser();

  /** Opens a link and signs in as somebody; gives the page this ends with. */
  async openAs(person: string, link: string): Promise<Page> {
    let url = new URL(link);
    let response = await this.browser.open(url);
    for (let step = 0; step < MOST_STEPS; step++) {
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url);
        response = await this.browser.open(url);
        continue;
      }
      const page = await readPage(url, response);
      const choice = buttonsOf(page).find(({ name, value }) => name === 'person' && value === person);
      if (!choice) return page;
      response = await this.browser.press(page, choice);
      url = formAction(page);
    }
    throw new Error('the link leads in circles');
  }

  /** Sends the page's form with what was entered. */
  async enter(page: Page, secret: string, changes: Readonly<Record<string, string>> = {}): Promise<Page> {
    const fields = formFields(page, { name: 'decision', value: 'save' });
    fields.set('secret', secret);
    for (const [name, value] of Object.entries(changes)) fields.set(name, value);
    return readPage(formAction(page), await this.browser.open(formAction(page), fields));
  }
}

/** Title of a page. */
export function titleOf({ html }: Page): string {
  return /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '';
}
