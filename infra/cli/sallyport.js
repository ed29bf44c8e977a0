#!/usr/bin/env node
// Plain JavaScript: an older Node would stop at the first type annotation, before it could say what is wrong.
import './require-node.js';

await import('./main.ts');
