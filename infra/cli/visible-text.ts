/** Text from outside with control and format characters spelled out, so that it cannot steer the terminal. */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** The same for JSON, as the same JSON: DEL and the C1 controls among others are written as they are by `JSON.stringify`. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => asEscape(character.charCodeAt(index))).join(''),
  );
}

function asEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
