import type { Page } from 'playwright-core';

/** What a page did that a person does not see. */
export interface Watched {
  /** Requests that left the machine's loopback. */
  readonly outside: readonly string[];
  /** Complaints on the console, breaches of the content security policy among them. */
  readonly complaints: readonly string[];
}

/** What a browser says of any answer of 4xx, for the page itself or the icon it asks for; a refusal is one. */
const STATUS_OF_ANSWER = /^Failed to load resource: the server responded with a status of 4/;

/** Watches a page from now on. */
export function watchPage(page: Page): Watched {
  const outside: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') outside.push(request.url());
  });
  page.on('console', (message) => {
    const isComplaint = ['error', 'warning'].includes(message.type()) && !STATUS_OF_ANSWER.test(message.text());
    if (isComplaint) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { outside, complaints };
}
