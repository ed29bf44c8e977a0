/** A part of a value must be longer than a whole one (`SHORTEST_SECRET`), for the same reason. */
export const SHORTEST_PART = 12;

/**
 * Every text that gives a secret away: itself, its halves, its lines and the strings inside its JSON, each as it is,
 * escaped for JSON, in base64, in hex and percent-encoded.
 */
export function secretForms(value: string): readonly string[] {
  const texts = [value, ...partsOf(value).filter((part) => part.length >= SHORTEST_PART)];
  return [...new Set(texts.flatMap(formsOf))];
}

function partsOf(value: string): readonly string[] {
  return [value, ...stringsIn(readJson(value))].flatMap((text) => [text, ...halvesOf(text), ...text.split('\n')]);
}

function halvesOf(text: string): readonly string[] {
  const characters = [...text];
  const middle = Math.ceil(characters.length / 2);
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')];
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const percent = encodeURIComponent(text.toWellFormed());
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    ...base64Forms(bytes),
    hex,
    hex.toUpperCase(),
    percent,
    percent.replaceAll(/%../g, (code) => code.toLowerCase()),
    hex.replaceAll(/../g, '%$&'),
    hex.toUpperCase().replaceAll(/../g, '%$&'),
  ];
}

/**
 * Base64 looks different at each of three places in a longer text, as in `user:password`. The first and last characters
 * mix with their neighbours and are left out.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    const own = text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6));
    return [own, own.replaceAll('-', '+').replaceAll('_', '/')];
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
