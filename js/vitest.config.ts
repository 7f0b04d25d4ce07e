import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The build of Strophe.js that goes into the bundle, not the one for Node.
const strophe = fileURLToPath(
  new URL('node_modules/strophe.js/dist/strophe.esm.js', import.meta.url),
);

export default defineConfig({
  resolve: { alias: { 'strophe.js': strophe } },
  test: { environment: 'jsdom', include: ['test/**/*.test.ts'] },
});
