/** Bytes of a coordinate of P-256. */
const FIELD_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * Turns an ECDSA signature of P-256 from ASN.1 DER, as KMS gives it, into the `r || s` of a JWT (RFC 7518 §3.4).
 *
 * @throws Error when it is anything else.
 */
export function joseSignature(der: Uint8Array): Buffer {
  const [content, afterContent] = takeElement(der, SEQUENCE);
  const [r, afterR] = takeElement(content, INTEGER);
  const [s, afterS] = takeElement(afterR, INTEGER);
  if (afterContent.length + afterS.length > 0) throw notASignature();
  return Buffer.concat([toField(r), toField(s)]);
}

/** The first element's content, and what follows. No element of such a signature needs a length of two bytes. */
function takeElement(bytes: Uint8Array, tag: number): readonly [content: Uint8Array, rest: Uint8Array] {
  const [found, length = 0] = bytes;
  if (found !== tag || length === 0 || length > 127 || bytes.length < 2 + length) throw notASignature();
  return [bytes.subarray(2, 2 + length), bytes.subarray(2 + length)];
}

/** DER writes numbers as short as they go and with a zero before a high bit; a JWT has all bytes and no sign. */
function toField(integer: Uint8Array): Buffer {
  const digits = integer[0] === 0 ? integer.subarray(1) : integer;
  if (digits.length > FIELD_BYTES) throw notASignature();
  return Buffer.concat([Buffer.alloc(FIELD_BYTES - digits.length), digits]);
}

function notASignature(): Error {
  return new Error('this is no DER signature of P-256');
}
