import { createHash } from 'node:crypto';

/** Looks like the facade's pages; system colours keep their contrast in light, dark and forced colours. */
export const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; background: Canvas; color: CanvasText; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 5vh auto; padding: 0.5rem clamp(1rem, 5vw, 2.5rem) 2rem; border: 1px solid GrayText; border-radius: 0.75rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
code { font-size: 0.875em; }
button { font: inherit; font-weight: 600; width: 100%; min-height: 3rem; border: 2px solid CanvasText; border-radius: 0.5rem; background: Canvas; color: CanvasText; cursor: pointer; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }
`;

/** What lets exactly this style in, as a CSP source. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
