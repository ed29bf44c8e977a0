import { escapeHtml, page } from '../web/page.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import type { ConnectFailure } from './connect-failure.ts';

/** A failure as the person may know it. Every text is fixed; nothing of the request is in it. */
interface Outside {
  readonly statusCode: number;
  readonly title: string;
  readonly text: string;
}

const AGAIN = 'Go back to your client and call the tool again: it gives you a new link.';
const LATER = 'Something we need did not answer. Wait a minute, then open the link again.';

/** The one place where failures become pages. */
export function answerFailure(failure: ConnectFailure, requestId: string): WebAnswer {
  const { statusCode, title, text } = toOutside(failure);
  const id = `<p>For whoever runs this endpoint: request <code>${escapeHtml(requestId)}</code></p>`;
  return page(statusCode, title, `<p>${text}</p>\n<p>Nothing was saved.</p>\n${id}`);
}

function toOutside(failure: ConnectFailure): Outside {
  switch (failure.reason) {
    case 'link_expired':
      return { statusCode: 404, title: 'This link has expired', text: AGAIN };
    case 'sign_in_expired':
      return {
        statusCode: 400,
        title: 'This sign-in is over',
        text: 'It took too long, or it was begun in another browser. Open the link again.',
      };
    case 'sign_in_refused':
      return { statusCode: 403, title: 'You are not signed in', text: 'The sign-in failed. Open the link again.' };
    case 'other_person':
      return {
        statusCode: 403,
        title: 'This link was made for another person',
        text: 'Open the link again and sign in as the person whose client asked. If that is not you, close this page.',
      };
    case 'form_refused':
      return {
        statusCode: 403,
        title: 'This form cannot be used',
        text: 'It was not filled in here, it is too old, or it was sent already. Open the link again.',
      };
    case 'too_large':
      return { statusCode: 413, title: 'This is too long', text: 'Open the link again and enter something shorter.' };
    case 'not_found':
      return { statusCode: 404, title: 'There is nothing here', text: AGAIN };
    case 'issuer_unreachable':
    case 'state_unreachable':
      return { statusCode: 503, title: 'Try again later', text: LATER };
    case 'record_refused':
    case 'secret_refused':
      return { statusCode: 503, title: 'It could not be kept', text: AGAIN };
    case 'unexpected':
      return { statusCode: 500, title: 'Something went wrong here', text: AGAIN };
  }
}
