/**
 * Preload of every function process: lets it reach what its network lets through on AWS, and nothing else.
 *
 * It takes the place of the ways out that Node's own modules have: TCP (and with it TLS, HTTP, HTTP/2 and fetch), local
 * sockets, UDP and DNS. What is refused fails as in a network that drops it, but at once, and one line about it goes to local
 * mode by the descriptor 3.
 *
 * A guard rail, not a security boundary: Node 24 has no permission for the network. Code that reaches Node's internals from
 * inside the process (a handle taken from an open connection, for example) can go around it. Processes, workers and native
 * addons are closed by the permission model. On AWS the network is the boundary.
 */
const dgram = require('node:dgram');
const dns = require('node:dns');
const { writeSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const EVENTS = 3;

const said = process.env.SALLYPORT_NETWORK;
delete process.env.SALLYPORT_NETWORK;

if (said !== '*') fence(new Set([process.env.AWS_LAMBDA_RUNTIME_API, ...JSON.parse(said ?? '[]')]));

function fence(allowed) {
  const names = new Set([...allowed].map((address) => address?.replace(/:\d+$/, '')));
  const mayAsk = (name) => names.has(plain(name)) || plain(name) === 'localhost';
  fenceConnections(allowed, mayAsk);
  fenceNames(mayAsk);
  fenceDatagrams();
  syncBuiltinESMExports();
}

function fenceConnections(allowed) {
  const connect = net.Socket.prototype.connect;
  const lookup = dns.lookup;
  net.Socket.prototype.connect = function (...given) {
    const [asked, callback] = Array.isArray(given[0]) ? given[0] : net._normalizeArgs(given);
    // A copy: what is judged is what is used. A lookup of the caller's own could lead an allowed name elsewhere.
    const { host: wanted, port: wantedPort, path, ...rest } = { ...asked };
    const host = plain(wanted || 'localhost');
    const port = Number(wantedPort);
    // As Node reads it: fetch says `path: null` where it means none.
    const passes = !path && allowed.has(`${host}:${port}`);
    if (!passes) tell(path ? String(path) : `${host}:${port}`);
    const options = passes ? { ...rest, host, port, lookup } : { ...rest, ...nowhere(refusal(host, port, path)) };
    return callback ? connect.call(this, options, callback) : connect.call(this, options);
  };
}

/** A name that is not asked for. Node fails by itself then, in the order in which callers expect it. */
function nowhere(error) {
  return { host: 'refused.invalid', port: 443, lookup: (_name, _options, found) => setImmediate(found, error) };
}

function refusal(host, port, path) {
  if (path) return failure('ENOENT', `connect ENOENT ${path}`, { syscall: 'connect', address: path });
  if (net.isIP(host) !== 0 || host === 'localhost') {
    return failure('ETIMEDOUT', `connect ETIMEDOUT ${host}:${port}`, { syscall: 'connect', address: host, port });
  }
  return unknownName(host);
}

/** Every question about names: the callback forms, the promises, and both classes of resolvers. */
function fenceNames(mayAsk) {
  for (const owner of [dns, dns.Resolver.prototype]) replaceEach(owner, (ask) => answerLater(ask, mayAsk));
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) replaceEach(owner, (ask) => reject(ask, mayAsk));
}

function replaceEach(owner, change) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (/^(lookup|resolve|reverse)/.test(name) && typeof owner[name] === 'function') owner[name] = change(owner[name]);
  }
}

function answerLater(ask, mayAsk) {
  return function (name, ...rest) {
    const callback = rest.at(-1);
    if (mayPass(ask, name, mayAsk) || typeof callback !== 'function') return ask.call(this, name, ...rest);
    tell(plain(name));
    setImmediate(callback, unknownName(plain(name)));
    return {};
  };
}

function reject(ask, mayAsk) {
  return async function (name, ...rest) {
    if (mayPass(ask, name, mayAsk)) return ask.call(this, name, ...rest);
    tell(plain(name));
    throw unknownName(plain(name));
  };
}

/** An address is looked up without asking anybody; asking whose it is asks somebody. */
function mayPass(ask, name, mayAsk) {
  return mayAsk(name) || (ask.name === 'lookup' && net.isIP(plain(name)) !== 0);
}

/** No network of a tool lets UDP out. */
function fenceDatagrams() {
  const refused = () => failure('ENETUNREACH', 'send ENETUNREACH', { syscall: 'send' });
  for (const name of ['send', 'sendto', 'connect']) {
    dgram.Socket.prototype[name] = function (...given) {
      const callback = given.at(-1);
      tell('UDP');
      if (typeof callback === 'function') setImmediate(callback, refused());
      else setImmediate(() => this.emit('error', refused()));
    };
  }
}

function plain(name) {
  return String(name).toLowerCase().replace(/\.$/, '');
}

function unknownName(hostname) {
  return failure('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}`, { syscall: 'getaddrinfo', hostname });
}

function failure(code, message, more) {
  return Object.assign(new Error(message), { code, ...more });
}

/** The word to local mode is a courtesy: the refusal stands without it. */
function tell(target) {
  try {
    writeSync(EVENTS, `${target.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)}\n`);
  } catch {}
}
