import { mutationsOf } from './mutation.ts';

const ASK = ['test/functions/gateway/ask-for-secret.test.ts'];
const FORM = ['test/functions/gateway/link-form.test.ts'];
const LINKS = ['test/functions/gateway/connection-links.test.ts'];

/** Between a tool that misses a secret of its caller and the page where the person enters it. */
export const LINK_MUTATIONS = [
  ...mutationsOf('functions/gateway/ask-for-secret.ts', ASK, [
    ['F12', 'a tool asks only where people enter secrets', '!links || !tool', '!tool'],
    ['F12', 'a tool asks for its own secrets alone', ' || !tool.entered.includes(secret)', ''],
    ['B13', 'machines are sent to no page', "if (caller.kind !== 'person')", 'if (false)'],
    ['F12', 'who declined is not sent again', "if (answered === 'declined')", 'if (false)'],
    ['F12', 'a page that was opened is not made twice', "if (answered === 'accepted')", 'if (false)'],
    ['B10', 'a link is bound to the caller of the call', '{ caller: id, clientId,', '{ caller: clientId, clientId,'],
  ]),
  ...mutationsOf('functions/gateway/link-form.ts', FORM, [
    [
      'F12',
      'a client is sent to a page only if it says it opens pages',
      'CanOpenLinks.safeParse(envelope).success',
      'envelope !== undefined',
    ],
    ['F12', 'error -32042 goes to clients that know it alone', '=== KNOWS_LINK_ERROR', "!== ''"],
  ]),
  ...mutationsOf('functions/gateway/link-answer.ts', ASK, [
    ['F12', 'no is not taken for yes', "answer.data.action === 'accept'", "answer.data.action !== 'decline'"],
  ]),
  ...mutationsOf('functions/gateway/connection-links.ts', LINKS, [
    ['B10', 'the table holds no handle', 'connectRequestKey(props.sha256(handle))', 'connectRequestKey(handle)'],
    ['B10', 'a link expires', '+ CONNECT_SECONDS', '+ 86_400'],
    ['B10', 'a link cannot be guessed', 'const HANDLE_BYTES = 32;', 'const HANDLE_BYTES = 8;'],
  ]),
];
