import { describe, expect, test } from 'vitest';
import { buttonsOf, formAction, formFields, type Page } from '../../../infra/cli/played-browser.ts';

const PAGE: Page = {
  url: new URL('http://127.0.0.1:3000/prod/oauth/authorize?client_id=a'),
  status: 200,
  html: `<form method="post" action="/prod/oauth/consent" aria-label="Your decision">
<input type="hidden" name="state" value="a&#38;b&#34;c">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse">Refuse</button>
</form>`,
};

describe('what stands for a browser in a sign-in without one', () => {
  test('presses a button with all that the form hides, unescaped', () => {
    const [allow] = buttonsOf(PAGE);
    if (!allow) throw new Error('there is no button');
    expect([...formFields(PAGE, allow)]).toEqual([
      ['state', 'a&b"c'],
      ['decision', 'allow'],
    ]);
    expect(formAction(PAGE).href).toBe('http://127.0.0.1:3000/prod/oauth/consent');
  });

  test('sends a form without a target to the page’s own address', () => {
    expect(formAction({ ...PAGE, html: '<form method="post">' }).href).toBe(PAGE.url.href);
  });
});
