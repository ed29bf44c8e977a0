import { mutationsOf } from './mutation.ts';

const at = (name: string) => [`test/functions/oauth/${name}.test.ts`];

/** Who an OAuth client is, where its codes may go, and what the facade reads from the internet for it. */
export const OAUTH_CLIENT_MUTATIONS = [
  ...mutationsOf('functions/oauth/public-address.ts', at('public-address'), [
    ['F9', 'special addresses are refused', "return ip.range() === 'unicast';", 'return true;'],
    [
      'F9',
      'IPv6 outside the public block is refused',
      'if (ip instanceof ipaddr.IPv6 && !ip.match(GLOBAL_UNICAST)) return false;',
      '',
    ],
    ['F9', 'forms that carry IPv4 are not unwrapped', 'ipaddr.parse(address)', 'ipaddr.process(address)'],
    ['F9', 'odd forms are no address', 'if (isIP(address) === 0) return false;', ''],
  ]),
  ...mutationsOf('functions/http/loopback-http.ts', at('loopback-host'), [
    ['F9', 'https is never the local exception', "protocol === 'http:' && ", ''],
    ['F9', 'only this machine is the local exception', ' && LOOPBACK_HOSTS.has(hostname)', ''],
  ]),
  ...mutationsOf('functions/oauth/fetch-public-document.ts', at('fetch-public-document'), [
    ['F9', 'documents are read over https', "if (url.protocol !== 'https:' && !isLocal)", 'if (false)'],
    ['F9', 'the loopback is open in local mode only', 'loopbackAllowed && isLoopbackHttp(url)', 'isLoopbackHttp(url)'],
    ['F9', 'one bad address refuses the host', '!addresses.every(', '!addresses.some('],
    ['F9', 'addresses are checked before the connection', 'if (!addresses.every(', 'if (false && !addresses.every('],
    ['F9', 'the connection goes to what was checked', '      lookup: pinnedTo(vetted),\n', ''],
    ['F9', 'the connection is checked once more', "if (!mayConnect(url, socket.remoteAddress ?? ''))", 'if (false)'],
    ['F9', 'the name localhost must lead here', ': isLoopbackAddress(address)', ': true'],
    ['F9', 'no agent of before, no proxy', '      agent: false,\n', ''],
    ['F9', 'no redirect is followed', 'statusCode >= 300 && statusCode < 400', 'false'],
    ['F9', 'only a good answer is a document', 'if (statusCode !== 200)', 'if (false)'],
    ['B11', 'a document is JSON by its type', '!MEDIA_TYPE.test(mediaType)', 'false'],
    ['F9', 'nothing compressed is read', "(headers['content-encoding'] ?? 'identity') !== 'identity'", 'false'],
    ['F9', 'a document has a size', 'bytes > MAX_DOCUMENT_BYTES', 'false'],
    ['F9', 'headers have a size', '      maxHeaderSize: MAX_HEADER_BYTES,\n', ''],
    ['F9', 'the request ends in time', '      signal,\n    };', '    };'],
    ['F9', 'DNS ends in time', 'return Promise.race([work, late]);', 'return work;'],
    ['B11', 'a document is UTF-8', '{ fatal: true }', '{ fatal: false }'],
  ]),
  ...mutationsOf('functions/oauth/web-access.ts', at('web-access'), [
    ['F9', 'https is not spoken in the clear', "url.protocol === 'https:' ?", 'url.protocol === "none:" ?'],
  ]),
  ...mutationsOf('functions/oauth/document-address.ts', at('document-address'), [
    ['F9', 'an empty list means no document', 'if (documentHosts.length === 0) return false;', ''],
    ['F9', 'only listed hosts are read', ' && documentHosts.includes(url.hostname)', ''],
    ['F9', 'listed hosts are read over https', "url.protocol === 'https:' && documentHosts", 'documentHosts'],
    ['F9', 'the loopback is open in local mode only', 'loopbackAllowed && isLoopbackHttp(url)', 'isLoopbackHttp(url)'],
    ['B11', 'no user name', "url.username !== '' || url.password !== ''", 'false'],
    ['F9', 'only the default port', "url.protocol === 'https:' && url.port !== ''", 'false'],
    ['B11', 'neither query nor fragment', '/[?#]/.test(clientId)', 'false'],
    ['B11', 'a path is needed', "url.pathname === '/'", 'false'],
    ['B11', 'one spelling, no dot segments', 'url.href !== clientId', 'false'],
    ['B11', 'an endless address is not read', 'clientId.length > MAX_CHARACTERS || ', ''],
  ]),
  ...mutationsOf('functions/oauth/document-freshness.ts', at('document-freshness'), [
    ['F9', 'a document is not read more than once a minute', 'Math.max(fresh, MIN_SECONDS)', 'fresh'],
    [
      'B11',
      'a document is read once a day',
      'Math.min(Math.max(fresh, MIN_SECONDS), MAX_SECONDS)',
      'Math.max(fresh, MIN_SECONDS)',
    ],
    ['B11', 'no-store is heard', 'directives.some(', 'false && directives.some('],
    ['B11', 'age counts', ' - secondsOf(`max-age=${headers.age ?? 0}`)', ''],
  ]),
  ...mutationsOf(
    'functions/oauth/code-flow-metadata.ts',
    [...at('read-client-document'), ...at('read-registration')],
    [
      [
        'B11',
        'codes are among the grants, so no machine registers itself',
        "types.includes('authorization_code')",
        'true',
      ],
      ['B11', 'codes are among the answers', "types.includes('code')", 'true'],
    ],
  ),
  ...mutationsOf('functions/oauth/read-client-document.ts', at('read-client-document'), [
    ['B11', 'a document names its own address', 'client_id !== url', 'false'],
    ['B11', 'redirect addresses are judged', 'z.array(RedirectAddress)', 'z.array(z.string())'],
    ['B11', 'few redirect addresses', ".max(20, 'at most 20')", ''],
    ['B11', 'at least one redirect address', ".min(1, 'at least one')", ''],
    [
      'B11',
      'only public clients',
      "z.literal('none', 'only public clients are served, with PKCE: none')",
      'z.string()',
    ],
    ['B11', 'no secret in the open', '  client_secret: NO_SECRET,\n', ''],
    ['B11', 'no end of a secret in the open', '  client_secret_expires_at: NO_SECRET,\n', ''],
  ]),
  ...mutationsOf('functions/oauth/client-name.ts', at('client-name'), [
    ['B11', 'no hidden characters in a name', '!HIDDEN.test(name)', 'true'],
    ['B11', 'letters that look like nothing are hidden', '\\p{Default_Ignorable_Code_Point}', ''],
    ['B11', 'a name is short', ".max(200, 'a name has at most 200 characters')", ''],
    ['B11', 'a name has a letter', 'VISIBLE.test(name)', 'true'],
  ]),
  ...mutationsOf('functions/oauth/redirect-address.ts', at('redirect-address'), [
    ['B11', 'plain characters only', '!PLAIN.test(uri) || ', ''],
    ['B11', 'an endless address is refused', 'uri.length > MAX_CHARACTERS || ', ''],
    ['B11', 'one spelling', 'if (url.href !== uri && url.href !== `${uri}/`) return undefined;', ''],
    ['B11', 'no user name', "if (url.username !== '' || url.password !== '') return undefined;", ''],
    ['B11', 'http leads to this machine only', 'if (isLoopbackHttp(url))', "if (url.protocol === 'http:')"],
    ['B11', 'schemes are a closed list', 'isAppScheme(url.protocol) && ', ''],
    ['B11', 'a private-use scheme has a dot', '(\\.[a-z0-9-]+)+:$/', '(\\.[a-z0-9-]+)*:$/'],
  ]),
  ...mutationsOf('functions/oauth/registered-redirect.ts', at('registered-redirect'), [
    [
      'B11',
      'registered means byte by byte',
      'redirectUris.includes(uri)',
      'redirectUris.some((known) => uri.startsWith(known))',
    ],
    [
      'B11',
      'only an address that may be registered has a port to spare',
      "if (redirectKind(uri) !== 'loopback') return undefined;",
      '',
    ],
    ['B11', 'beside the port all is equal', '=== anyPort)', '!== undefined)'],
  ]),
];
